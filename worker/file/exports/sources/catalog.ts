import type { Source } from '../source.ts';

export const agencyTypes: Source = {
  columns: [
    { key: 'name', kind: 'text', width: 30, sql: 't.name' },
    { key: 'debt_limit', kind: 'dong', width: 18, sql: 't.debt_limit' },
    {
      key: 'agencies',
      kind: 'count',
      width: 12,
      sql: '(select count(*) from agency.agency as a where a.agency_type_id = t.id)',
    },
  ],
  from: () => 'from agency.agency_type as t order by t.name',
};

export const districts: Source = {
  columns: [
    { key: 'name', kind: 'text', width: 30, sql: 'd.name' },
    { key: 'city', kind: 'text', width: 24, sql: 'd.city' },
    { key: 'members', kind: 'count', width: 12, sql: 'agency.district_member_count(d)' },
    { key: 'cap', kind: 'quantity', width: 12, sql: 'agency.district_cap_in_force(d)' },
  ],
  from: () => 'from agency.district as d order by d.city, d.name',
};

export const units: Source = {
  columns: [
    { key: 'name', kind: 'text', width: 20, sql: 'u.name' },
    { key: 'kind', kind: 'text', width: 16, sql: 'u.is_decimal', words: 'unit_is_decimal' },
    {
      key: 'items',
      kind: 'count',
      width: 14,
      sql: '(select count(*) from inventory.item as i where i.unit_id = u.id)',
    },
  ],
  from: () => 'from inventory.unit as u order by u.name',
};
