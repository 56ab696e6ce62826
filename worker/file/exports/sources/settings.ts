import type { Source } from '../source.ts';

export const users: Source = {
  columns: [
    { key: 'name', kind: 'text', width: 28, sql: 'u.full_name' },
    { key: 'email', kind: 'text', width: 30, sql: 'u.email' },
    { key: 'phone', kind: 'text', width: 14, sql: 'u.phone' },
    { key: 'roles', kind: 'text', width: 30, sql: 'r.names' },
    { key: 'agencies', kind: 'count', width: 12, sql: 'cardinality(u.agency_ids)' },
    { key: 'factor', kind: 'text', width: 16, sql: 'u.is_second_factor_on', words: 'on_off' },
    { key: 'status', kind: 'text', width: 14, sql: 'u.is_active', words: 'user_is_active' },
    { key: 'signedIn', kind: 'moment', width: 18, sql: 'u.last_signed_in_at' },
  ],
  from: (
    { search, language },
    value,
  ) => `from auth.search_users(${value(search ?? null)}) with ordinality as u
    left join lateral (
      select string_agg(${language === 'en' ? 'r.name_en' : 'r.name_vi'}, ', '
        order by r.code) as names
      from auth.list_roles() as r where r.code = any (u.role_codes)) as r on true
    order by u.ordinality`,
};

// months that were never closed or opened by themselves have no row; they are closed with a later
// one
export const periods: Source = {
  columns: [
    { key: 'month', kind: 'text', width: 10, sql: "to_char(m.month, 'MM/YYYY')" },
    {
      key: 'status',
      kind: 'text',
      width: 14,
      sql: `case when m.month <= s.closed then 'closed' when m.month = s.current then 'current'
        else 'open' end`,
      words: 'period_state',
    },
    { key: 'closed', kind: 'moment', width: 18, sql: 'p.closed_at' },
    { key: 'reopened', kind: 'moment', width: 18, sql: 'p.reopened_at' },
    { key: 'reason', kind: 'text', width: 40, sql: 'p.reason' },
  ],
  from: () => `from (
      select date_trunc('month', config.business_date()::timestamp)::date as current,
        min(p.month) as first,
        max(p.month) filter (where p.is_closed) as closed
      from finance.period as p) as s
    cross join lateral (
      select g::date as month
      from generate_series(least(s.first, s.current - interval '11 months'), s.current,
        interval '1 month') as g) as m
    left join finance.period as p on p.month = m.month
    order by m.month desc`,
};

export const regulations: Source = {
  columns: [
    { key: 'rule', kind: 'text', width: 44, sql: 'v.said' },
    { key: 'key', kind: 'text', width: 28, sql: 'v.key' },
    { key: 'value', kind: 'text', width: 14, sql: 'v.value', words: 'on_off' },
    { key: 'from', kind: 'date', width: 12, sql: 'v.valid_from' },
    { key: 'who', kind: 'text', width: 24, sql: 'v.who' },
    { key: 'why', kind: 'text', width: 40, sql: 'v.reason' },
    { key: 'withdrawn', kind: 'moment', width: 18, sql: 'v.withdrawn_at' },
  ],
  from: ({ language }) => `from (
      select ${language === 'en' ? 'r.description_en' : 'r.description_vi'} as said, r.key, v.value,
        v.valid_from, config.regulation_version_created_by_name(v) as who, v.reason, v.place,
        v.withdrawn_at
      from config.regulation as r
      join config.regulation_version as v on v.regulation_id = r.id) as v
    order by v.key, v.valid_from desc, v.place desc`,
};

export const imports: Source = {
  columns: [
    { key: 'moment', kind: 'moment', width: 18, sql: 'i.created_at' },
    { key: 'who', kind: 'text', width: 24, sql: 'file.import_asker_name(i)' },
    { key: 'file', kind: 'text', width: 30, sql: 'i.file_name' },
    { key: 'what', kind: 'text', width: 18, sql: 'k.said' },
    { key: 'rows', kind: 'count', width: 10, sql: 'i.row_count' },
    { key: 'faults', kind: 'count', width: 10, sql: 'i.fault_count' },
    {
      key: 'status',
      kind: 'text',
      width: 16,
      sql: 'file.import_status(i)',
      words: 'import_status',
    },
    { key: 'applied', kind: 'moment', width: 18, sql: 'i.applied_at' },
  ],
  from: ({ language }) => `from file.import as i
    cross join lateral (
      select ${language === 'en' ? 'k.name_en' : 'k.name_vi'} as said from file.import_kind as k
      where k.code = i.what) as k
    order by i.created_at desc, i.id desc`,
};
