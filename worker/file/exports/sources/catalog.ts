import type { Source } from '../source.ts';

export const agencyTypes: Source = {
  title: { vi: 'Loại đại lý', en: 'Agency types' },
  columns: [
    { key: 'name', vi: 'Tên loại', en: 'Name of the type', kind: 'text', width: 30, sql: 't.name' },
    {
      key: 'debt_limit',
      vi: 'Hạn mức nợ (₫)',
      en: 'Debt limit (₫)',
      kind: 'dong',
      width: 18,
      sql: 't.debt_limit',
    },
    {
      key: 'agencies',
      vi: 'Số đại lý',
      en: 'Agencies',
      kind: 'count',
      width: 12,
      sql: '(select count(*) from agency.agency as a where a.agency_type_id = t.id)',
    },
  ],
  from: () => 'from agency.agency_type as t order by t.name',
};

export const districts: Source = {
  title: { vi: 'Địa bàn', en: 'Territories' },
  columns: [
    {
      key: 'name',
      vi: 'Tên địa bàn',
      en: 'Name of the territory',
      kind: 'text',
      width: 30,
      sql: 'd.name',
    },
    {
      key: 'city',
      vi: 'Tỉnh, thành phố',
      en: 'City or province',
      kind: 'text',
      width: 24,
      sql: 'd.city',
    },
    {
      key: 'members',
      vi: 'Số đại lý',
      en: 'Agencies',
      kind: 'count',
      width: 12,
      sql: 'agency.district_member_count(d)',
    },
    {
      key: 'cap',
      vi: 'Tối đa',
      en: 'Cap',
      kind: 'quantity',
      width: 12,
      sql: 'agency.district_cap_in_force(d)',
    },
  ],
  from: () => 'from agency.district as d order by d.city, d.name',
};

export const units: Source = {
  title: { vi: 'Đơn vị tính', en: 'Units' },
  columns: [
    {
      key: 'name',
      vi: 'Tên đơn vị',
      en: 'Name of the unit',
      kind: 'text',
      width: 20,
      sql: 'u.name',
    },
    {
      key: 'kind',
      vi: 'Số lượng',
      en: 'Quantities',
      kind: 'text',
      width: 16,
      sql: "case when u.is_decimal then 'parts' else 'whole' end",
    },
    {
      key: 'items',
      vi: 'Mặt hàng',
      en: 'Items',
      kind: 'count',
      width: 14,
      sql: '(select count(*) from inventory.item as i where i.unit_id = u.id)',
    },
  ],
  from: () => 'from inventory.unit as u order by u.name',
};
