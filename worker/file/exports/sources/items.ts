import { where, type Source } from '../source.ts';

export const items: Source = {
  columns: [
    { key: 'sku', kind: 'text', width: 14, sql: 'i.sku' },
    { key: 'name', kind: 'text', width: 36, sql: 'i.item_name' },
    { key: 'unit', kind: 'text', width: 8, sql: 'u.name' },
    { key: 'group', kind: 'text', width: 16, sql: 'i.item_group' },
    { key: 'barcode', kind: 'text', width: 16, sql: 'i.barcode' },
    { key: 'stock', kind: 'quantity', width: 12, sql: 'i.stock_quantity' },
    { key: 'min', kind: 'quantity', width: 12, sql: 'i.min_stock' },
    { key: 'import', kind: 'dong', width: 14, sql: 'inventory.item_import_price(i)' },
    { key: 'active', kind: 'text', width: 10, sql: 'i.is_active', words: 'item_is_active' },
    { key: 'version', kind: 'text', width: 8, sql: 'i.version::text' },
    { key: 'issue', kind: 'dong', width: 14, sql: 'inventory.item_issue_price(i)' },
  ],
  from: (
    { search, itemGroup },
    value,
  ) => `from inventory.item as i join inventory.unit as u on u.id = i.unit_id
    ${where(
      search
        && `i.search_text like all (
          (select public.search_patterns(${value(search)}))::text[])`,
      itemGroup && `lower(i.item_group) = lower(${value(itemGroup)})`,
    )}
    order by i.item_name, i.sku`,
};
