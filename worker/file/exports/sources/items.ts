import { where, type Source } from '../source.ts';

export const items: Source = {
  title: { vi: 'Mặt hàng', en: 'Items' },
  columns: [
    { key: 'sku', vi: 'Mã hàng', en: 'Code', kind: 'text', width: 14, sql: 'i.sku' },
    { key: 'name', vi: 'Tên hàng', en: 'Name', kind: 'text', width: 36, sql: 'i.item_name' },
    { key: 'unit', vi: 'ĐVT', en: 'Unit', kind: 'text', width: 8, sql: 'u.name' },
    { key: 'barcode', vi: 'Mã vạch', en: 'Barcode', kind: 'text', width: 16, sql: 'i.barcode' },
    {
      key: 'stock',
      vi: 'Tồn kho',
      en: 'Stock',
      kind: 'quantity',
      width: 12,
      sql: 'i.stock_quantity',
    },
    {
      key: 'min',
      vi: 'Tồn tối thiểu',
      en: 'Minimum',
      kind: 'quantity',
      width: 12,
      sql: 'i.min_stock',
    },
    {
      key: 'import',
      vi: 'Giá nhập (₫)',
      en: 'Import price (₫)',
      kind: 'dong',
      width: 14,
      sql: 'inventory.item_import_price(i)',
    },
    {
      key: 'issue',
      vi: 'Giá xuất (₫)',
      en: 'Issue price (₫)',
      kind: 'dong',
      width: 14,
      sql: 'inventory.item_issue_price(i)',
    },
  ],
  from: (
    { search },
    value,
  ) => `from inventory.item as i join inventory.unit as u on u.id = i.unit_id
    ${where(search && `i.search_text like public.contains_pattern(${value(search)})`)}
    order by i.item_name, i.sku`,
};
