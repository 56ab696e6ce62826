import type { Source } from '../source.ts';

export const suppliers: Source = {
  title: { vi: 'Nhà cung cấp', en: 'Suppliers' },
  columns: [
    { key: 'code', vi: 'Mã', en: 'Code', kind: 'text', width: 10, sql: 's.code' },
    { key: 'name', vi: 'Tên nhà cung cấp', en: 'Name', kind: 'text', width: 36, sql: 's.name' },
    { key: 'phone', vi: 'Điện thoại', en: 'Phone', kind: 'text', width: 14, sql: 's.phone' },
    { key: 'address', vi: 'Địa chỉ', en: 'Address', kind: 'text', width: 36, sql: 's.address' },
    {
      key: 'taxCode',
      vi: 'Mã số thuế',
      en: 'Tax code',
      kind: 'text',
      width: 16,
      sql: 's.tax_code',
    },
    {
      key: 'status',
      vi: 'Trạng thái',
      en: 'Status',
      kind: 'text',
      width: 14,
      sql: "case when s.is_active then 'trading' else 'stopped' end",
    },
  ],
  from: () => 'from inventory.supplier as s order by s.name, s.code',
};
