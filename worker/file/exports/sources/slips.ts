import { where, type Source } from '../source.ts';

export const receipts: Source = {
  notCounted: ['cancelled'],
  columns: [
    { key: 'code', kind: 'text', width: 16, sql: 'r.code' },
    { key: 'date', kind: 'date', width: 12, sql: 'r.receipt_date' },
    { key: 'supplier', kind: 'text', width: 30, sql: 's.name' },
    { key: 'document', kind: 'text', width: 18, sql: 'r.supplier_document' },
    { key: 'status', kind: 'text', width: 15, sql: 'r.status', words: 'receipt_status' },
    { key: 'total', kind: 'dong', width: 16, sql: 'r.total_amount', isSummed: true },
    { key: 'note', kind: 'text', width: 24, sql: 'r.note' },
    { key: 'created', kind: 'moment', width: 18, sql: 'r.created_at' },
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
  notCounted: ['cancelled'],
  columns: [
    { key: 'code', kind: 'text', width: 16, sql: 'p.code' },
    { key: 'date', kind: 'date', width: 12, sql: 'p.payment_date' },
    { key: 'agencyCode', kind: 'text', width: 10, sql: 'a.code' },
    { key: 'agency', kind: 'text', width: 30, sql: 'a.name' },
    { key: 'method', kind: 'text', width: 12, sql: 'p.method', words: 'payment_method' },
    { key: 'amount', kind: 'dong', width: 16, sql: 'p.amount', isSummed: true },
    { key: 'status', kind: 'text', width: 15, sql: 'p.status', words: 'payment_status' },
    { key: 'reference', kind: 'text', width: 18, sql: 'p.reference' },
    { key: 'note', kind: 'text', width: 24, sql: 'p.note' },
  ],
  from: (
    { from, to, status, agencyId },
    value,
  ) => `from finance.payment as p join agency.agency as a on a.id = p.agency_id
    ${where(
      from && `p.payment_date >= ${value(from)}`,
      to && `p.payment_date <= ${value(to)}`,
      status && `p.status = ${value(status)}`,
      agencyId && `p.agency_id::text = ${value(agencyId)}`,
    )}
    order by p.payment_date desc, p.code desc`,
};

const returnDay = "coalesce(r.return_date, (r.created_at at time zone 'Asia/Ho_Chi_Minh')::date)";

export const issueReturns: Source = {
  notCounted: ['requested', 'rejected', 'cancelled'],
  columns: [
    { key: 'code', kind: 'text', width: 16, sql: 'r.code' },
    { key: 'date', kind: 'date', width: 12, sql: 'r.return_date' },
    { key: 'agency', kind: 'text', width: 30, sql: 'a.name' },
    { key: 'issue', kind: 'text', width: 16, sql: 'i.code' },
    { key: 'status', kind: 'text', width: 14, sql: 'r.status', words: 'issue_return_status' },
    {
      key: 'total',
      kind: 'dong',
      width: 16,
      sql: 'r.total_amount',
      isSummed: true,
      readable: "has_column_privilege('inventory.issue_return', 'total_amount', 'select')",
    },
    { key: 'reason', kind: 'text', width: 30, sql: 'r.reason' },
    { key: 'asked', kind: 'moment', width: 18, sql: 'r.created_at' },
    { key: 'confirmed', kind: 'moment', width: 18, sql: 'r.confirmed_at' },
  ],
  // one that waits counts on the day it was asked for
  from: ({ search, from, to, status, agencyId }, value) => `from inventory.issue_return as r
    join agency.agency as a on a.id = r.agency_id join inventory.issue as i on i.id = r.issue_id
    ${where(
      search
        && `(r.code like '%' || upper(btrim(${value(search)}))
          or i.code like '%' || upper(btrim(${value(search)}))
      or a.id in (select w.id from agency.agencies_by_words(${value(search)}) as w (id)))`,
      from && `${returnDay} >= ${value(from)}`,
      to && `${returnDay} <= ${value(to)}`,
      status && `r.status = ${value(status)}`,
      agencyId && `r.agency_id::text = ${value(agencyId)}`,
    )}
    order by ${returnDay} desc, r.code desc nulls first, r.created_at desc`,
};
