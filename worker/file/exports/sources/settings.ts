import type { Source } from '../source.ts';

export const users: Source = {
  title: { vi: 'Người dùng', en: 'Users' },
  columns: [
    { key: 'name', vi: 'Họ tên', en: 'Name', kind: 'text', width: 28, sql: 'u.full_name' },
    { key: 'email', vi: 'Email', en: 'E-mail', kind: 'text', width: 30, sql: 'u.email' },
    { key: 'phone', vi: 'Điện thoại', en: 'Phone', kind: 'text', width: 14, sql: 'u.phone' },
    { key: 'roles', vi: 'Vai trò', en: 'Roles', kind: 'text', width: 30, sql: 'r.names' },
    {
      key: 'agencies',
      vi: 'Số đại lý phụ trách',
      en: 'Assigned agencies',
      kind: 'count',
      width: 12,
      sql: 'cardinality(u.agency_ids)',
    },
    {
      key: 'factor',
      vi: 'Xác thực hai bước',
      en: 'Second factor',
      kind: 'text',
      width: 16,
      sql: "case when u.is_second_factor_on then 'on' else 'off' end",
    },
    {
      key: 'status',
      vi: 'Trạng thái',
      en: 'Status',
      kind: 'text',
      width: 14,
      sql: "case when u.is_active then 'working' else 'left' end",
    },
    {
      key: 'signedIn',
      vi: 'Đăng nhập gần nhất',
      en: 'Last signed in',
      kind: 'moment',
      width: 18,
      sql: 'u.last_signed_in_at',
    },
  ],
  from: (
    { search, language },
    value,
  ) => `from auth.search_users(${value(search ?? null)}) with ordinality as u
    left join lateral (
      select string_agg(${language === 'en' ? 'r.name_en' : 'r.name_vi'}, ', ' order by r.code) as names
      from auth.list_roles() as r where r.code = any (u.role_codes)) as r on true
    order by u.ordinality`,
};

// months that were never closed or opened by themselves have no row; they are closed with a later
// one
export const periods: Source = {
  title: { vi: 'Khóa sổ', en: 'Closing months' },
  columns: [
    {
      key: 'month',
      vi: 'Tháng',
      en: 'Month',
      kind: 'text',
      width: 10,
      sql: "to_char(m.month, 'MM/YYYY')",
    },
    {
      key: 'status',
      vi: 'Trạng thái',
      en: 'Status',
      kind: 'text',
      width: 14,
      sql: "case when m.month <= s.closed then 'closed' when m.month = s.current then 'current' else 'open' end",
    },
    {
      key: 'closed',
      vi: 'Khóa lúc',
      en: 'Closed at',
      kind: 'moment',
      width: 18,
      sql: 'p.closed_at',
    },
    {
      key: 'reopened',
      vi: 'Mở lại lúc',
      en: 'Reopened at',
      kind: 'moment',
      width: 18,
      sql: 'p.reopened_at',
    },
    {
      key: 'reason',
      vi: 'Lý do mở lại',
      en: 'Why it was reopened',
      kind: 'text',
      width: 40,
      sql: 'p.reason',
    },
  ],
  from: () => `from (
      select date_trunc('month', config.business_date()::timestamp)::date as current, min(p.month) as first,
        max(p.month) filter (where p.is_closed) as closed
      from finance.period as p) as s
    cross join lateral (
      select g::date as month
      from generate_series(least(s.first, s.current - interval '11 months'), s.current, interval '1 month') as g) as m
    left join finance.period as p on p.month = m.month
    order by m.month desc`,
};

export const regulations: Source = {
  title: { vi: 'Quy định', en: 'Regulations' },
  columns: [
    { key: 'rule', vi: 'Quy định', en: 'Regulation', kind: 'text', width: 44, sql: 'v.said' },
    { key: 'key', vi: 'Mã', en: 'Key', kind: 'text', width: 28, sql: 'v.key' },
    { key: 'value', vi: 'Giá trị', en: 'Value', kind: 'text', width: 14, sql: 'v.value' },
    {
      key: 'from',
      vi: 'Áp dụng từ',
      en: 'In force from',
      kind: 'date',
      width: 12,
      sql: 'v.valid_from',
    },
    { key: 'who', vi: 'Người đặt', en: 'Set by', kind: 'text', width: 24, sql: 'v.who' },
    { key: 'why', vi: 'Lý do', en: 'Why', kind: 'text', width: 40, sql: 'v.reason' },
    {
      key: 'withdrawn',
      vi: 'Rút lại lúc',
      en: 'Withdrawn at',
      kind: 'moment',
      width: 18,
      sql: 'v.withdrawn_at',
    },
  ],
  from: ({ language }) => `from (
      select ${language === 'en' ? 'r.description_en' : 'r.description_vi'} as said, r.key,
        case when r.value_type = 'boolean' then case when v.value = 'true' then 'on' else 'off' end else v.value end as value,
        v.valid_from, config.regulation_version_created_by_name(v) as who, v.reason, v.place, v.withdrawn_at
      from config.regulation as r
      join config.regulation_version as v on v.regulation_id = r.id) as v
    order by v.key, v.valid_from desc, v.place desc`,
};

export const imports: Source = {
  title: { vi: 'Nhật ký nhập từ tệp', en: 'Files brought in' },
  columns: [
    { key: 'moment', vi: 'Lúc', en: 'At', kind: 'moment', width: 18, sql: 'i.created_at' },
    {
      key: 'who',
      vi: 'Người nhập',
      en: 'Who',
      kind: 'text',
      width: 24,
      sql: 'file.import_asker_name(i)',
    },
    { key: 'file', vi: 'Tệp', en: 'File', kind: 'text', width: 30, sql: 'i.file_name' },
    { key: 'what', vi: 'Dữ liệu', en: 'What', kind: 'text', width: 18, sql: 'k.said' },
    { key: 'rows', vi: 'Số dòng', en: 'Rows', kind: 'count', width: 10, sql: 'i.row_count' },
    { key: 'faults', vi: 'Số lỗi', en: 'Faults', kind: 'count', width: 10, sql: 'i.fault_count' },
    {
      key: 'status',
      vi: 'Trạng thái',
      en: 'Status',
      kind: 'text',
      width: 16,
      sql: 'file.import_status(i)',
    },
    {
      key: 'applied',
      vi: 'Ghi sổ lúc',
      en: 'Applied at',
      kind: 'moment',
      width: 18,
      sql: 'i.applied_at',
    },
  ],
  from: ({ language }) => `from file.import as i
    cross join lateral (
      select ${language === 'en' ? 'k.name_en' : 'k.name_vi'} as said from file.import_kind as k where k.code = i.what) as k
    order by i.created_at desc, i.id desc`,
};
