import { readableColumn, where, type Source } from '../source.ts';

export const agencies: Source = {
  columns: [
    { key: 'code', kind: 'text', width: 10, sql: 'a.code' },
    { key: 'own_code', kind: 'text', width: 12, sql: 'a.own_code' },
    { key: 'name', kind: 'text', width: 30, sql: 'a.name' },
    { key: 'type', kind: 'text', width: 12, sql: 't.name' },
    { key: 'district', kind: 'text', width: 18, sql: 'd.name' },
    { key: 'address', kind: 'text', width: 30, sql: 'a.address' },
    { key: 'ward', kind: 'text', width: 16, sql: 'a.ward' },
    { key: 'phone', kind: 'text', width: 14, sql: 'a.phone' },
    { key: 'status', kind: 'text', width: 12, sql: 'a.status', words: 'agency_status' },
    {
      key: 'version',
      kind: 'text',
      width: 8,
      sql: 'a.version::text',
      readable: readableColumn('agency.agency', 'version'),
    },
    { key: 'received', kind: 'date', width: 12, sql: 'a.reception_date' },
    {
      key: 'debt',
      kind: 'dong',
      width: 16,
      sql: 'a.debt_amount',
      isSummed: true,
      readable: readableColumn('agency.agency', 'debt_amount'),
    },
    {
      key: 'debt_limit',
      kind: 'dong',
      width: 16,
      sql: 'agency.agency_debt_limit(a)',
      readable: readableColumn('agency.agency', 'own_debt_limit'),
    },
  ],
  from: ({ search, status }, value) => `from agency.agency as a
    join agency.agency_type as t on t.id = a.agency_type_id
    join agency.district as d on d.id = a.district_id
    ${where(
      search && `a.id in (select w.id from agency.agencies_by_words(${value(search)}) as w (id))`,
      status && `a.status = ${value(status)}`,
    )}
    order by a.name, a.code`,
};
