import { readableColumn, where, type Parameters, type Source } from '../source.ts';

const due = { readable: readableColumn('inventory.issue', 'due_date') };
const total = { readable: readableColumn('inventory.issue', 'total_amount') };

/** As the list is sorted: the newest first, of some days by their days. */
const newestFirst = ({ from, to }: Parameters): string =>
  from || to
    ? 'i.issue_date desc, i.created_at desc, i.code desc'
    : 'i.created_at desc, i.code desc';

/** The slips that the list shows. */
const slips = (
  { search, from, to, status, agencyId }: Parameters,
  value: (given: unknown) => string,
): string =>
  where(
    search
      && `(i.code like '%' || upper(btrim(${value(search)}))
          or i.request_code like '%' || upper(btrim(${value(search)}))
          or a.id in (
            select w.id from agency.agencies_by_words(${value(search)}) as w (id)))`,
    from && `i.issue_date >= ${value(from)}`,
    to && `i.issue_date <= ${value(to)}`,
    status && `i.status = ${value(status)}`,
    agencyId && `i.agency_id::text = ${value(agencyId)}`,
  );

const notCounted = ['requested', 'postponed', 'rejected', 'withdrawn', 'cancelled'];

export const issues: Source = {
  notCounted,
  columns: [
    { key: 'code', kind: 'text', width: 16, sql: 'i.code' },
    { key: 'date', kind: 'date', width: 12, sql: 'i.issue_date' },
    { key: 'agencyCode', kind: 'text', width: 10, sql: 'a.code' },
    { key: 'agency', kind: 'text', width: 30, sql: 'a.name' },
    {
      key: 'status',
      kind: 'text',
      width: 15,
      sql: "case when i.withdrawn_at is null then i.status else 'withdrawn' end",
      words: 'issue_status',
    },
    { key: 'total', kind: 'dong', width: 16, sql: 'i.total_amount', isSummed: true, ...total },
    { key: 'paid', kind: 'dong', width: 14, sql: 'i.paid_now', isSummed: true, ...total },
    { key: 'due', kind: 'date', width: 12, sql: 'i.due_date', ...due },
    { key: 'request', kind: 'text', width: 16, sql: 'i.request_code' },
    { key: 'note', kind: 'text', width: 24, sql: 'i.note' },
    { key: 'created', kind: 'moment', width: 18, sql: 'i.created_at' },
  ],
  from: (
    parameters,
    value,
  ) => `from inventory.issue as i join agency.agency as a on a.id = i.agency_id
    ${slips(parameters, value)} order by ${newestFirst(parameters)}`,
};

export const issueLines: Source = {
  notCounted,
  columns: [
    ...issues.columns.filter(({ key }) =>
      ['code', 'date', 'agencyCode', 'agency', 'status'].includes(key),
    ),
    { key: 'sku', kind: 'text', width: 14, sql: 'm.sku' },
    { key: 'item', kind: 'text', width: 32, sql: 'm.item_name' },
    { key: 'unit', kind: 'text', width: 8, sql: 'u.name' },
    { key: 'quantity', kind: 'quantity', width: 10, sql: 'l.quantity' },
    { key: 'gift', kind: 'text', width: 10, sql: 'nullif(l.is_free, false)', words: 'is_free' },
    {
      key: 'price',
      kind: 'dong',
      width: 12,
      sql: 'l.unit_price',
      readable: readableColumn('inventory.issue_detail', 'unit_price'),
    },
    {
      key: 'amount',
      kind: 'dong',
      width: 14,
      sql: 'l.line_total',
      isSummed: true,
      readable: readableColumn('inventory.issue_detail', 'line_total'),
    },
  ],
  from: (
    parameters,
    value,
  ) => `from inventory.issue as i join agency.agency as a on a.id = i.agency_id
    join inventory.issue_detail as l on l.agency_id = i.agency_id and l.issue_id = i.id
      and l.quantity > 0
    join inventory.item as m on m.id = l.item_id join inventory.unit as u on u.id = m.unit_id
    ${slips(parameters, value)} order by ${newestFirst(parameters)}, m.item_name`,
};
