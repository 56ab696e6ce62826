import { where, type Source } from '../source.ts';

export const stockLedger: Source = {
  title: { vi: 'Thẻ kho', en: 'Stock ledger' },
  columns: [
    { key: 'sku', vi: 'Mã hàng', en: 'Item code', kind: 'text', width: 14, sql: 'i.sku' },
    { key: 'item', vi: 'Tên hàng', en: 'Item', kind: 'text', width: 32, sql: 'i.item_name' },
    { key: 'seq', vi: 'Thứ tự', en: 'No.', kind: 'count', width: 8, sql: 'm.seq' },
    { key: 'date', vi: 'Ngày', en: 'Date', kind: 'date', width: 12, sql: 'm.business_date' },
    { key: 'kind', vi: 'Phát sinh', en: 'Entry', kind: 'text', width: 14, sql: 'm.kind' },
    {
      key: 'quantity',
      vi: 'Số lượng',
      en: 'Quantity',
      kind: 'quantity',
      width: 12,
      sql: 'm.quantity',
    },
    {
      key: 'balance',
      vi: 'Tồn sau',
      en: 'Stock after',
      kind: 'quantity',
      width: 12,
      sql: 'm.balance_after',
    },
    {
      key: 'recorded',
      vi: 'Ghi sổ lúc',
      en: 'Recorded at',
      kind: 'moment',
      width: 18,
      sql: 'm.recorded_at',
    },
  ],
  from: (
    { from, to, itemId },
    value,
  ) => `from inventory.stock_movement as m join inventory.item as i on i.id = m.item_id
    ${where(itemId && `i.id::text = ${value(itemId)}`, from && `m.business_date >= ${value(from)}`, to && `m.business_date <= ${value(to)}`)}
    order by i.item_name, i.sku, m.seq`,
};

export const debtLedger: Source = {
  title: { vi: 'Sổ công nợ', en: 'Debt ledger' },
  columns: [
    {
      key: 'agencyCode',
      vi: 'Mã đại lý',
      en: 'Agency code',
      kind: 'text',
      width: 10,
      sql: 'a.code',
    },
    { key: 'agency', vi: 'Đại lý', en: 'Agency', kind: 'text', width: 30, sql: 'a.name' },
    { key: 'seq', vi: 'Thứ tự', en: 'No.', kind: 'count', width: 8, sql: 't.seq' },
    { key: 'date', vi: 'Ngày', en: 'Date', kind: 'date', width: 12, sql: 't.business_date' },
    { key: 'kind', vi: 'Phát sinh', en: 'Entry', kind: 'text', width: 14, sql: 't.kind' },
    {
      key: 'slip',
      vi: 'Số phiếu',
      en: 'Slip',
      kind: 'text',
      width: 16,
      sql: 'coalesce(p.code, f.code, j.code, o.document, i.code)',
    },
    {
      key: 'amount',
      vi: 'Số tiền (₫)',
      en: 'Amount (₫)',
      kind: 'dong',
      width: 16,
      sql: 't.amount',
    },
    {
      key: 'balance',
      vi: 'Nợ sau (₫)',
      en: 'Debt after (₫)',
      kind: 'dong',
      width: 16,
      sql: 't.balance_after',
    },
    {
      key: 'recorded',
      vi: 'Ghi sổ lúc',
      en: 'Recorded at',
      kind: 'moment',
      width: 18,
      sql: 't.recorded_at',
    },
  ],
  from: (
    { from, to, agencyId },
    value,
  ) => `from finance.debt_transaction as t join agency.agency as a on a.id = t.agency_id
    left join inventory.issue as i on i.id = t.issue_id left join finance.payment as p on p.id = t.payment_id
    left join finance.refund as f on f.id = t.refund_id left join finance.adjustment as j on j.id = t.adjustment_id
    left join finance.opening_debt as o on o.id = t.opening_debt_id
    ${where(agencyId && `a.id::text = ${value(agencyId)}`, from && `t.business_date >= ${value(from)}`, to && `t.business_date <= ${value(to)}`)}
    order by a.name, a.code, t.seq`,
};

export const exports: Source = {
  title: { vi: 'Nhật ký xuất dữ liệu', en: 'Export log' },
  columns: [
    { key: 'moment', vi: 'Lúc', en: 'At', kind: 'moment', width: 18, sql: 'e.created_at' },
    {
      key: 'who',
      vi: 'Người xuất',
      en: 'Who',
      kind: 'text',
      width: 24,
      sql: 'file.export_asker_name(e)',
    },
    { key: 'what', vi: 'Dữ liệu', en: 'What', kind: 'text', width: 18, sql: 'e.what' },
    { key: 'format', vi: 'Định dạng', en: 'Format', kind: 'text', width: 8, sql: 'e.format' },
    { key: 'filters', vi: 'Bộ lọc', en: 'Filters', kind: 'text', width: 40, sql: 'e.parameters' },
    { key: 'rows', vi: 'Số dòng', en: 'Rows', kind: 'count', width: 10, sql: 'e.row_count' },
    { key: 'bytes', vi: 'Số byte', en: 'Bytes', kind: 'count', width: 12, sql: 'e.byte_count' },
    {
      key: 'fetched',
      vi: 'Tải về lúc',
      en: 'Fetched at',
      kind: 'moment',
      width: 18,
      sql: 'e.fetched_at',
    },
  ],
  from: () => 'from file.export as e order by e.created_at desc',
};
