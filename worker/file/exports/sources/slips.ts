import { where, type Source } from '../source.ts';

export const receipts: Source = {
  title: { vi: 'Phiếu nhập', en: 'Receipts' },
  columns: [
    { key: 'code', vi: 'Số phiếu', en: 'Slip', kind: 'text', width: 16, sql: 'r.code' },
    { key: 'date', vi: 'Ngày', en: 'Date', kind: 'date', width: 12, sql: 'r.receipt_date' },
    { key: 'supplier', vi: 'Nhà cung cấp', en: 'Supplier', kind: 'text', width: 30, sql: 's.name' },
    { key: 'status', vi: 'Trạng thái', en: 'Status', kind: 'text', width: 12, sql: 'r.status' },
    {
      key: 'total',
      vi: 'Tổng tiền (₫)',
      en: 'Total (₫)',
      kind: 'dong',
      width: 16,
      sql: 'r.total_amount',
    },
    { key: 'note', vi: 'Ghi chú', en: 'Note', kind: 'text', width: 24, sql: 'r.note' },
    {
      key: 'created',
      vi: 'Lập lúc',
      en: 'Made at',
      kind: 'moment',
      width: 18,
      sql: 'r.created_at',
    },
  ],
  from: (
    { search, from, to, status, supplierId },
    value,
  ) => `from inventory.receipt as r join inventory.supplier as s on s.id = r.supplier_id
    ${where(
      from && `r.receipt_date >= ${value(from)}`,
      to && `r.receipt_date <= ${value(to)}`,
      status && `r.status = ${value(status)}`,
      search && `r.code = upper(btrim(${value(search)}))`,
      supplierId && `r.supplier_id::text = ${value(supplierId)}`,
    )}
    order by r.created_at desc, r.code desc`,
};

export const payments: Source = {
  title: { vi: 'Phiếu thu', en: 'Payments' },
  columns: [
    { key: 'code', vi: 'Số phiếu', en: 'Slip', kind: 'text', width: 16, sql: 'p.code' },
    { key: 'date', vi: 'Ngày thu', en: 'Date', kind: 'date', width: 12, sql: 'p.payment_date' },
    {
      key: 'agencyCode',
      vi: 'Mã đại lý',
      en: 'Agency code',
      kind: 'text',
      width: 10,
      sql: 'a.code',
    },
    { key: 'agency', vi: 'Đại lý', en: 'Agency', kind: 'text', width: 30, sql: 'a.name' },
    { key: 'method', vi: 'Hình thức', en: 'Method', kind: 'text', width: 12, sql: 'p.method' },
    {
      key: 'amount',
      vi: 'Số tiền (₫)',
      en: 'Amount (₫)',
      kind: 'dong',
      width: 16,
      sql: 'p.amount',
    },
    { key: 'status', vi: 'Trạng thái', en: 'Status', kind: 'text', width: 12, sql: 'p.status' },
    {
      key: 'reference',
      vi: 'Số chứng từ',
      en: 'Reference',
      kind: 'text',
      width: 18,
      sql: 'p.reference',
    },
    { key: 'note', vi: 'Ghi chú', en: 'Note', kind: 'text', width: 24, sql: 'p.note' },
  ],
  from: (
    { from, to, status, agencyId },
    value,
  ) => `from finance.payment as p join agency.agency as a on a.id = p.agency_id
    ${where(from && `p.payment_date >= ${value(from)}`, to && `p.payment_date <= ${value(to)}`, status && `p.status = ${value(status)}`, agencyId && `p.agency_id::text = ${value(agencyId)}`)}
    order by p.payment_date desc, p.code desc`,
};

const returnDay = "coalesce(r.return_date, (r.created_at at time zone 'Asia/Ho_Chi_Minh')::date)";

export const issueReturns: Source = {
  title: { vi: 'Phiếu trả hàng', en: 'Returns' },
  columns: [
    { key: 'code', vi: 'Số phiếu', en: 'Slip', kind: 'text', width: 16, sql: 'r.code' },
    { key: 'date', vi: 'Ngày', en: 'Date', kind: 'date', width: 12, sql: 'r.return_date' },
    { key: 'agency', vi: 'Đại lý', en: 'Agency', kind: 'text', width: 30, sql: 'a.name' },
    { key: 'issue', vi: 'Của phiếu xuất', en: 'Of slip', kind: 'text', width: 16, sql: 'i.code' },
    { key: 'status', vi: 'Trạng thái', en: 'Status', kind: 'text', width: 14, sql: 'r.status' },
    {
      key: 'total',
      vi: 'Giá trị (₫)',
      en: 'Worth (₫)',
      kind: 'dong',
      width: 16,
      sql: 'r.total_amount',
      readable: "has_column_privilege('inventory.issue_return', 'total_amount', 'select')",
    },
    { key: 'reason', vi: 'Lý do', en: 'Reason', kind: 'text', width: 30, sql: 'r.reason' },
    {
      key: 'asked',
      vi: 'Đề nghị lúc',
      en: 'Asked at',
      kind: 'moment',
      width: 18,
      sql: 'r.created_at',
    },
    {
      key: 'confirmed',
      vi: 'Xác nhận lúc',
      en: 'Confirmed at',
      kind: 'moment',
      width: 18,
      sql: 'r.confirmed_at',
    },
  ],
  // one that waits counts on the day it was asked for
  from: ({ search, from, to, status, agencyId }, value) => `from inventory.issue_return as r
    join agency.agency as a on a.id = r.agency_id join inventory.issue as i on i.id = r.issue_id
    ${where(
      search
        && `(r.code like '%' || upper(btrim(${value(search)})) or i.code like '%' || upper(btrim(${value(search)}))
      or a.search_text like public.contains_pattern(${value(search)}))`,
      from && `${returnDay} >= ${value(from)}`,
      to && `${returnDay} <= ${value(to)}`,
      status && `r.status = ${value(status)}`,
      agencyId && `r.agency_id::text = ${value(agencyId)}`,
    )}
    order by ${returnDay} desc, r.code desc nulls first, r.created_at desc`,
};
