import { where, type Source } from '../source.ts';

export const stockCounts: Source = {
  title: { vi: 'Phiếu kiểm kê', en: 'Stock counts' },
  columns: [
    { key: 'code', vi: 'Số phiếu', en: 'Slip', kind: 'text', width: 16, sql: 'c.code' },
    { key: 'date', vi: 'Ngày kiểm', en: 'Date', kind: 'date', width: 12, sql: 'c.count_date' },
    { key: 'items', vi: 'Số mặt hàng', en: 'Items', kind: 'count', width: 12, sql: 'd.items' },
    {
      key: 'differing',
      vi: 'Có chênh lệch',
      en: 'Differing',
      kind: 'count',
      width: 14,
      sql: 'd.differing',
    },
    { key: 'note', vi: 'Ghi chú', en: 'Note', kind: 'text', width: 36, sql: 'c.note' },
    {
      key: 'created',
      vi: 'Lập lúc',
      en: 'Made at',
      kind: 'moment',
      width: 18,
      sql: 'c.created_at',
    },
  ],
  from: ({ from, to }, value) => `from inventory.stock_count as c
    cross join lateral (
      select count(*) as items, count(*) filter (where l.difference_quantity <> 0) as differing
      from inventory.stock_count_detail as l where l.stock_count_id = c.id) as d
    ${where(from && `c.count_date >= ${value(from)}`, to && `c.count_date <= ${value(to)}`)}
    order by c.created_at desc, c.code desc`,
};
