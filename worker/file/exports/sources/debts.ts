import { where, type Source } from '../source.ts';

const agency = [
  { key: 'agencyCode', vi: 'Mã đại lý', en: 'Agency code', kind: 'text', width: 10, sql: 'a.code' },
  { key: 'agency', vi: 'Đại lý', en: 'Agency', kind: 'text', width: 30, sql: 'a.name' },
] as const;

export const refunds: Source = {
  title: { vi: 'Phiếu chi', en: 'Refunds' },
  columns: [
    { key: 'code', vi: 'Số phiếu', en: 'Slip', kind: 'text', width: 16, sql: 'r.code' },
    { key: 'date', vi: 'Ngày chi', en: 'Date', kind: 'date', width: 12, sql: 'r.refund_date' },
    ...agency,
    { key: 'method', vi: 'Hình thức', en: 'Method', kind: 'text', width: 12, sql: 'r.method' },
    {
      key: 'amount',
      vi: 'Số tiền (₫)',
      en: 'Amount (₫)',
      kind: 'dong',
      width: 16,
      sql: 'r.amount',
    },
    { key: 'status', vi: 'Trạng thái', en: 'Status', kind: 'text', width: 12, sql: 'r.status' },
    {
      key: 'reference',
      vi: 'Số chứng từ',
      en: 'Reference',
      kind: 'text',
      width: 18,
      sql: 'r.reference',
    },
    { key: 'note', vi: 'Ghi chú', en: 'Note', kind: 'text', width: 24, sql: 'r.note' },
  ],
  from: (
    { search, from, to, status, agencyId },
    value,
  ) => `from finance.refund as r join agency.agency as a on a.id = r.agency_id
    ${where(
      search && `r.code = upper(btrim(${value(search)}))`,
      from && `r.refund_date >= ${value(from)}`,
      to && `r.refund_date <= ${value(to)}`,
      status && `r.status = ${value(status)}`,
      agencyId && `r.agency_id::text = ${value(agencyId)}`,
    )}
    order by r.refund_date desc, r.code desc`,
};

export const adjustments: Source = {
  title: { vi: 'Điều chỉnh công nợ', en: 'Adjustments of debt' },
  columns: [
    { key: 'code', vi: 'Số phiếu', en: 'Slip', kind: 'text', width: 16, sql: 'd.code' },
    { key: 'date', vi: 'Ngày', en: 'Date', kind: 'date', width: 12, sql: 'd.adjustment_date' },
    ...agency,
    { key: 'direction', vi: 'Chiều', en: 'Direction', kind: 'text', width: 10, sql: 'd.direction' },
    {
      key: 'amount',
      vi: 'Số tiền (₫)',
      en: 'Amount (₫)',
      kind: 'dong',
      width: 16,
      sql: 'd.amount',
    },
    {
      key: 'corrects',
      vi: 'Chứng từ được sửa',
      en: 'Corrects',
      kind: 'text',
      width: 20,
      sql: `coalesce(i.code, o.document, case when d.opening_debt_id is not null then to_char(o.document_date, 'DD/MM/YYYY') end)`,
    },
    {
      key: 'due',
      vi: 'Hạn trả',
      en: 'Due',
      kind: 'date',
      width: 12,
      sql: `case when d.direction = 'up' and num_nonnulls(d.issue_id, d.opening_debt_id) = 0 then coalesce(d.due_date, d.adjustment_date) end`,
    },
    { key: 'status', vi: 'Trạng thái', en: 'Status', kind: 'text', width: 12, sql: 'd.status' },
    { key: 'reason', vi: 'Lý do', en: 'Reason', kind: 'text', width: 30, sql: 'd.reason' },
    {
      key: 'created',
      vi: 'Lập lúc',
      en: 'Made at',
      kind: 'moment',
      width: 18,
      sql: 'd.created_at',
    },
  ],
  from: (
    { search, from, to, status, agencyId },
    value,
  ) => `from finance.adjustment as d join agency.agency as a on a.id = d.agency_id
    left join inventory.issue as i on i.id = d.issue_id left join finance.opening_debt as o on o.id = d.opening_debt_id
    ${where(
      search && `d.code = upper(btrim(${value(search)}))`,
      from && `d.adjustment_date >= ${value(from)}`,
      to && `d.adjustment_date <= ${value(to)}`,
      status && `d.status = ${value(status)}`,
      agencyId && `d.agency_id::text = ${value(agencyId)}`,
    )}
    order by d.created_at desc, d.id desc`,
};

export const openingDebts: Source = {
  title: { vi: 'Nợ đầu kỳ', en: 'Opening debt' },
  columns: [
    ...agency,
    { key: 'document', vi: 'Chứng từ', en: 'Document', kind: 'text', width: 18, sql: 'o.document' },
    {
      key: 'date',
      vi: 'Ngày chứng từ',
      en: 'Document date',
      kind: 'date',
      width: 12,
      sql: 'o.document_date',
    },
    { key: 'due', vi: 'Hạn trả', en: 'Due', kind: 'date', width: 12, sql: 'o.due_date' },
    {
      key: 'amount',
      vi: 'Số tiền đầu (₫)',
      en: 'Amount (₫)',
      kind: 'dong',
      width: 16,
      sql: 'o.amount',
    },
    {
      key: 'open',
      vi: 'Còn lại (₫)',
      en: 'Open now (₫)',
      kind: 'dong',
      width: 16,
      sql: 'finance.opening_debt_open_amount(o)',
    },
    {
      key: 'began',
      vi: 'Ngày mở sổ',
      en: 'Books begin',
      kind: 'date',
      width: 12,
      sql: 'o.business_date',
    },
  ],
  from: (
    { agencyId },
    value,
  ) => `from finance.opening_debt as o join agency.agency as a on a.id = o.agency_id
    ${where(agencyId && `o.agency_id::text = ${value(agencyId)}`)}
    order by a.code, o.document_date, o.id`,
};
