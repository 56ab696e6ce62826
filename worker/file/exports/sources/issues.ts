import { readableColumn, where, type Parameters, type Source } from '../source.ts';

const due = { readable: readableColumn('inventory.issue', 'due_date') };
const total = { readable: readableColumn('inventory.issue', 'total_amount') };

/** As the list is sorted: the newest first, of some days by their days. */
const newestFirst = ({ from, to }: Parameters): string =>
  from || to
    ? 'i.issue_date desc, i.created_at desc, i.code desc'
    : 'i.created_at desc, i.code desc';

/** The slips that the list shows. */
const slips = (
  { search, from, to, status, agencyId }: Parameters,
  value: (given: unknown) => string,
): string =>
  where(
    search
      && `(i.code like '%' || upper(btrim(${value(search)})) or i.request_code like '%' || upper(btrim(${value(search)})) or a.search_text like public.contains_pattern(${value(search)}))`,
    from && `i.issue_date >= ${value(from)}`,
    to && `i.issue_date <= ${value(to)}`,
    status && `i.status = ${value(status)}`,
    agencyId && `i.agency_id::text = ${value(agencyId)}`,
  );

export const issues: Source = {
  title: { vi: 'Phiếu xuất', en: 'Issue slips' },
  columns: [
    { key: 'code', vi: 'Số phiếu', en: 'Slip', kind: 'text', width: 16, sql: 'i.code' },
    { key: 'date', vi: 'Ngày', en: 'Date', kind: 'date', width: 12, sql: 'i.issue_date' },
    {
      key: 'agencyCode',
      vi: 'Mã đại lý',
      en: 'Agency code',
      kind: 'text',
      width: 10,
      sql: 'a.code',
    },
    { key: 'agency', vi: 'Đại lý', en: 'Agency', kind: 'text', width: 30, sql: 'a.name' },
    { key: 'status', vi: 'Trạng thái', en: 'Status', kind: 'text', width: 12, sql: 'i.status' },
    {
      key: 'total',
      vi: 'Tổng tiền (₫)',
      en: 'Total (₫)',
      kind: 'dong',
      width: 16,
      sql: 'i.total_amount',
      ...total,
    },
    {
      key: 'paid',
      vi: 'Trả ngay (₫)',
      en: 'Paid now (₫)',
      kind: 'dong',
      width: 14,
      sql: 'i.paid_now',
      ...total,
    },
    { key: 'due', vi: 'Hạn trả', en: 'Due', kind: 'date', width: 12, sql: 'i.due_date', ...due },
    {
      key: 'request',
      vi: 'Số yêu cầu',
      en: 'Request',
      kind: 'text',
      width: 16,
      sql: 'i.request_code',
    },
    { key: 'note', vi: 'Ghi chú', en: 'Note', kind: 'text', width: 24, sql: 'i.note' },
    {
      key: 'created',
      vi: 'Lập lúc',
      en: 'Made at',
      kind: 'moment',
      width: 18,
      sql: 'i.created_at',
    },
  ],
  from: (
    parameters,
    value,
  ) => `from inventory.issue as i join agency.agency as a on a.id = i.agency_id
    ${slips(parameters, value)} order by ${newestFirst(parameters)}`,
};

export const issueLines: Source = {
  title: { vi: 'Chi tiết phiếu xuất', en: 'Lines of issue slips' },
  columns: [
    ...issues.columns.filter(({ key }) =>
      ['code', 'date', 'agencyCode', 'agency', 'status'].includes(key),
    ),
    { key: 'sku', vi: 'Mã hàng', en: 'Item code', kind: 'text', width: 14, sql: 'm.sku' },
    { key: 'item', vi: 'Tên hàng', en: 'Item', kind: 'text', width: 32, sql: 'm.item_name' },
    { key: 'unit', vi: 'ĐVT', en: 'Unit', kind: 'text', width: 8, sql: 'u.name' },
    {
      key: 'quantity',
      vi: 'Số lượng',
      en: 'Quantity',
      kind: 'quantity',
      width: 10,
      sql: 'l.quantity',
    },
    {
      key: 'gift',
      vi: 'Hàng tặng',
      en: 'Free',
      kind: 'text',
      width: 10,
      sql: "case when l.is_free then 'free' end",
    },
    {
      key: 'price',
      vi: 'Đơn giá (₫)',
      en: 'Price (₫)',
      kind: 'dong',
      width: 12,
      sql: 'l.unit_price',
      readable: readableColumn('inventory.issue_detail', 'unit_price'),
    },
    {
      key: 'amount',
      vi: 'Thành tiền (₫)',
      en: 'Amount (₫)',
      kind: 'dong',
      width: 14,
      sql: 'l.line_total',
      readable: readableColumn('inventory.issue_detail', 'line_total'),
    },
  ],
  from: (
    parameters,
    value,
  ) => `from inventory.issue as i join agency.agency as a on a.id = i.agency_id
    join inventory.issue_detail as l on l.agency_id = i.agency_id and l.issue_id = i.id and l.quantity > 0
    join inventory.item as m on m.id = l.item_id join inventory.unit as u on u.id = m.unit_id
    ${slips(parameters, value)} order by ${newestFirst(parameters)}, m.item_name`,
};
