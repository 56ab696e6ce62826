import type { SourceColumn, Source } from '../source.ts';

const agency: SourceColumn[] = [
  { key: 'agencyCode', kind: 'text', width: 10, sql: 'a.code' },
  { key: 'agency', kind: 'text', width: 30, sql: 'a.name' },
];
const dong = (key: string, sql: string): SourceColumn => ({
  key,
  kind: 'dong',
  width: 16,
  sql,
  isSummed: true,
});
const month = 'coalesce($month, config.business_date())';
const at = (given: string | undefined, value: (given: unknown) => string, type: string) =>
  `${value(given ?? null)}::${type}`;

export const monthlySales: Source = {
  columns: [
    ...agency,
    { key: 'slips', kind: 'count', width: 10, sql: 'r.slip_count', isSummed: true },
    dong('total', 'r.total_amount'),
    { key: 'share', kind: 'percent', width: 10, sql: 'r.share' },
    dong('cancelled', 'r.cancelled_slip_amount'),
    dong('returned', 'r.return_amount'),
    dong('later', 'r.cancelled_later_slip_amount'),
  ],
  from: (
    given,
    value,
  ) => `from report.monthly_sales(${month.replace('$month', at(given.month, value, 'date'))},
    ${value(given.search ?? null)})
    with ordinality as r join agency.agency as a on a.id = r.agency_id order by r.ordinality`,
};

export const monthlyDebt: Source = {
  columns: [
    ...agency,
    dong('opening', 'r.opening_amount'),
    dong('increase', 'r.increase_amount'),
    dong('decrease', 'r.decrease_amount'),
    dong('closing', 'r.closing_amount'),
  ],
  from: (
    given,
    value,
  ) => `from report.monthly_debt(${month.replace('$month', at(given.month, value, 'date'))},
      ${at(given.knownAt, value, 'timestamptz')}, ${value(given.search ?? null)})
    with ordinality as r join agency.agency as a on a.id = r.agency_id order by r.ordinality`,
};

export const ageing: Source = {
  columns: [
    ...agency,
    dong('notDue', 'r.not_due_amount'),
    dong('upTo30', 'r.up_to_30_amount'),
    dong('upTo60', 'r.up_to_60_amount'),
    dong('upTo90', 'r.up_to_90_amount'),
    dong('over90', 'r.over_90_amount'),
    dong('advance', 'r.advance_amount'),
    dong('debt', 'r.debt_amount'),
  ],
  from: (
    given,
    value,
  ) => `from report.ageing(${at(given.to, value, 'date')}, ${value(given.search ?? null)})
    with ordinality as r join agency.agency as a on a.id = r.agency_id order by r.ordinality`,
};

export const agencyRanking: Source = {
  columns: [
    { key: 'place', kind: 'count', width: 8, sql: 'r.place' },
    ...agency,
    dong('sold', 'r.sold_amount'),
    dong('before', 'r.sold_before_amount'),
    dong('collected', 'r.collected_amount'),
  ],
  from: () =>
    `from report.agency_ranking() with ordinality as r join agency.agency as a on a.id = r.agency_id
      order by r.ordinality`,
};

export const statement: Source = {
  isOfAgency: true,
  columns: [
    ...agency.map((column) => ({ ...column, isForPrograms: true })),
    { key: 'date', kind: 'date', width: 12, sql: 'r.business_date' },
    { key: 'entry', kind: 'text', width: 20, sql: 'r.kind', words: 'ledger_entry' },
    { key: 'code', kind: 'text', width: 16, sql: 'r.code' },
    dong('up', 'r.increase_amount'),
    dong('down', 'r.decrease_amount'),
    { ...dong('balance', 'r.balance_amount'), isSummed: false },
  ],
  from: (given, value) => `from agency.agency as a
    cross join lateral report.agency_statement(a.id, ${at(given.from, value, 'date')},
      ${at(given.to, value, 'date')})
      with ordinality as r where a.id::text = ${value(given.agencyId ?? '')} order by r.ordinality`,
};

const quantity = (key: string, sql: string): SourceColumn => ({
  key,
  kind: 'quantity',
  width: 12,
  sql,
});

export const stock: Source = {
  columns: [
    { key: 'sku', kind: 'text', width: 14, sql: 'i.sku' },
    { key: 'item', kind: 'text', width: 32, sql: 'i.item_name' },
    { key: 'unit', kind: 'text', width: 8, sql: 'u.name' },
    quantity('opening', 'r.opening_quantity'),
    quantity('in', 'r.in_quantity'),
    quantity('out', 'r.out_quantity'),
    quantity('adjusted', 'r.adjustment_quantity'),
    quantity('freeIn', 'r.free_in_quantity'),
    quantity('freeOut', 'r.free_out_quantity'),
    quantity('kept', 'r.kept_quantity'),
    quantity('closing', 'r.closing_quantity'),
    dong('worth', 'r.worth'),
  ],
  from: (
    given,
    value,
  ) => `from report.stock_between(${at(given.from, value, 'date')}, ${at(given.to, value, 'date')},
      ${at(given.knownAt, value, 'timestamptz')},
        ${value(given.search ?? null)}) with ordinality as r
    join inventory.item as i on i.id = r.item_id join inventory.unit as u on u.id = i.unit_id
    order by r.ordinality`,
};
