import { loggedFilters } from '../filters.ts';
import { where, type Source } from '../source.ts';

export const stockLedger: Source = {
  columns: [
    { key: 'sku', kind: 'text', width: 14, sql: 'i.sku' },
    { key: 'item', kind: 'text', width: 32, sql: 'i.item_name' },
    { key: 'seq', kind: 'count', width: 8, sql: 'm.seq' },
    { key: 'date', kind: 'date', width: 12, sql: 'm.business_date' },
    { key: 'kind', kind: 'text', width: 14, sql: 'm.kind', words: 'ledger_entry' },
    { key: 'quantity', kind: 'quantity', width: 12, sql: 'm.quantity' },
    { key: 'balance', kind: 'quantity', width: 12, sql: 'm.balance_after' },
    { key: 'recorded', kind: 'moment', width: 18, sql: 'm.recorded_at' },
  ],
  from: (
    { from, to, itemId },
    value,
  ) => `from inventory.stock_movement as m join inventory.item as i on i.id = m.item_id
    ${where(
      itemId && `i.id::text = ${value(itemId)}`,
      from && `m.business_date >= ${value(from)}`,
      to && `m.business_date <= ${value(to)}`,
    )}
    order by i.item_name, i.sku, m.seq`,
};

export const debtLedger: Source = {
  columns: [
    { key: 'agencyCode', kind: 'text', width: 10, sql: 'a.code' },
    { key: 'agency', kind: 'text', width: 30, sql: 'a.name' },
    { key: 'seq', kind: 'count', width: 8, sql: 't.seq' },
    { key: 'date', kind: 'date', width: 12, sql: 't.business_date' },
    { key: 'kind', kind: 'text', width: 14, sql: 't.kind', words: 'ledger_entry' },
    {
      key: 'slip',
      kind: 'text',
      width: 16,
      sql: 'coalesce(p.code, f.code, j.code, o.document, i.code)',
    },
    { key: 'amount', kind: 'dong', width: 16, sql: 't.amount', isSummed: true },
    { key: 'balance', kind: 'dong', width: 16, sql: 't.balance_after' },
    { key: 'recorded', kind: 'moment', width: 18, sql: 't.recorded_at' },
  ],
  from: (
    { from, to, agencyId },
    value,
  ) => `from finance.debt_transaction as t join agency.agency as a on a.id = t.agency_id
    left join inventory.issue as i on i.id = t.issue_id
    left join finance.payment as p on p.id = t.payment_id
    left join finance.refund as f on f.id = t.refund_id
    left join finance.adjustment as j on j.id = t.adjustment_id
    left join finance.opening_debt as o on o.id = t.opening_debt_id
    ${where(
      agencyId && `a.id::text = ${value(agencyId)}`,
      from && `t.business_date >= ${value(from)}`,
      to && `t.business_date <= ${value(to)}`,
    )}
    order by a.name, a.code, t.seq`,
};

export const exports: Source = {
  columns: [
    { key: 'moment', kind: 'moment', width: 18, sql: 'e.created_at' },
    { key: 'who', kind: 'text', width: 24, sql: 'file.export_asker_name(e)' },
    { key: 'what', kind: 'text', width: 18, sql: 'e.what', words: 'exports' },
    { key: 'format', kind: 'text', width: 8, sql: 'e.format' },
    { key: 'filters', kind: 'text', width: 40, sql: 'e.parameters', say: loggedFilters },
    { key: 'rows', kind: 'count', width: 10, sql: 'e.row_count' },
    { key: 'bytes', kind: 'count', width: 12, sql: 'e.byte_count' },
    { key: 'fetched', kind: 'moment', width: 18, sql: 'e.fetched_at' },
  ],
  from: () => 'from file.export as e order by e.created_at desc',
};
