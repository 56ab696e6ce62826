import { where, type Source } from '../source.ts';

export const stockCounts: Source = {
  columns: [
    { key: 'code', kind: 'text', width: 16, sql: 'c.code' },
    { key: 'date', kind: 'date', width: 12, sql: 'c.count_date' },
    { key: 'items', kind: 'count', width: 12, sql: 'd.items' },
    { key: 'differing', kind: 'count', width: 14, sql: 'd.differing' },
    { key: 'note', kind: 'text', width: 36, sql: 'c.note' },
    { key: 'created', kind: 'moment', width: 18, sql: 'c.created_at' },
  ],
  from: ({ from, to }, value) => `from inventory.stock_count as c
    cross join lateral (
      select count(*) as items, count(*) filter (where l.difference_quantity <> 0) as differing
      from inventory.stock_count_detail as l where l.stock_count_id = c.id) as d
    ${where(from && `c.count_date >= ${value(from)}`, to && `c.count_date <= ${value(to)}`)}
    order by c.created_at desc, c.code desc`,
};
