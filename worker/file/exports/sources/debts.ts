import { where, type Source } from '../source.ts';

const agency = [
  { key: 'agencyCode', kind: 'text', width: 10, sql: 'a.code' },
  { key: 'agency', kind: 'text', width: 30, sql: 'a.name' },
] as const;

export const refunds: Source = {
  notCounted: ['cancelled'],
  columns: [
    { key: 'code', kind: 'text', width: 16, sql: 'r.code' },
    { key: 'date', kind: 'date', width: 12, sql: 'r.refund_date' },
    ...agency,
    { key: 'method', kind: 'text', width: 12, sql: 'r.method', words: 'payment_method' },
    { key: 'amount', kind: 'dong', width: 16, sql: 'r.amount', isSummed: true },
    { key: 'status', kind: 'text', width: 15, sql: 'r.status', words: 'refund_status' },
    { key: 'reference', kind: 'text', width: 18, sql: 'r.reference' },
    { key: 'note', kind: 'text', width: 24, sql: 'r.note' },
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
  columns: [
    { key: 'code', kind: 'text', width: 16, sql: 'd.code' },
    { key: 'date', kind: 'date', width: 12, sql: 'd.adjustment_date' },
    ...agency,
    {
      key: 'direction',
      kind: 'text',
      width: 10,
      sql: 'd.direction',
      words: 'adjustment_direction',
    },
    { key: 'amount', kind: 'dong', width: 16, sql: 'd.amount' },
    {
      key: 'corrects',
      kind: 'text',
      width: 20,
      sql:
        'coalesce(i.code, o.document, case when d.opening_debt_id is not null then '
        + `to_char(o.document_date, 'DD/MM/YYYY') end)`,
    },
    {
      key: 'due',
      kind: 'date',
      width: 12,
      sql:
        `case when d.direction = 'up' and num_nonnulls(d.issue_id, d.opening_debt_id) = 0 `
        + 'then coalesce(d.due_date, d.adjustment_date) end',
    },
    { key: 'status', kind: 'text', width: 15, sql: 'd.status', words: 'adjustment_status' },
    { key: 'reason', kind: 'text', width: 30, sql: 'd.reason' },
    { key: 'created', kind: 'moment', width: 18, sql: 'd.created_at' },
  ],
  from: (
    { search, from, to, status, agencyId },
    value,
  ) => `from finance.adjustment as d join agency.agency as a on a.id = d.agency_id
    left join inventory.issue as i on i.id = d.issue_id
    left join finance.opening_debt as o on o.id = d.opening_debt_id
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
  columns: [
    ...agency,
    { key: 'document', kind: 'text', width: 18, sql: 'o.document' },
    { key: 'date', kind: 'date', width: 12, sql: 'o.document_date' },
    { key: 'due', kind: 'date', width: 12, sql: 'o.due_date' },
    { key: 'amount', kind: 'dong', width: 16, sql: 'o.amount', isSummed: true },
    {
      key: 'open',
      kind: 'dong',
      width: 16,
      sql: 'finance.opening_debt_open_amount(o)',
      isSummed: true,
    },
    { key: 'began', kind: 'date', width: 12, sql: 'o.business_date' },
  ],
  from: (
    { agencyId },
    value,
  ) => `from finance.opening_debt as o join agency.agency as a on a.id = o.agency_id
    ${where(agencyId && `o.agency_id::text = ${value(agencyId)}`)}
    order by a.code, o.document_date, o.id`,
};
