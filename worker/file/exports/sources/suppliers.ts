import type { Source } from '../source.ts';

export const suppliers: Source = {
  columns: [
    { key: 'code', kind: 'text', width: 10, sql: 's.code' },
    { key: 'name', kind: 'text', width: 36, sql: 's.name' },
    { key: 'phone', kind: 'text', width: 14, sql: 's.phone' },
    { key: 'address', kind: 'text', width: 36, sql: 's.address' },
    { key: 'taxCode', kind: 'text', width: 16, sql: 's.tax_code' },
    { key: 'status', kind: 'text', width: 14, sql: 's.is_active', words: 'supplier_is_active' },
  ],
  from: () => 'from inventory.supplier as s order by s.name, s.code',
};
