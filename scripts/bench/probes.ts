import type { Books } from './books.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- answers of many shapes
export type Answer = any;
type Variables = Record<string, unknown>;

/** A page: what it asks, and one figure of its answer that the books say, too. */
export interface Probe {
  name: string;
  person: string;
  operation: string;
  variables(books: Books): Variables | Promise<Variables>;
  said(data: Answer): unknown;
  /** A query whose column `expected` is the figure as text. */
  expected(variables: Variables): string;
}

const today = () =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date());
const monthAgo = (months: number): string => {
  const [year = 0, month = 0] = today().split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 10);
};
/** Lists say how many they have up to here, and one more. */
const COUNTED = 1_000;
const count = (table: string, more = ''): string =>
  `select least(count(*), ${COUNTED + 1})::text as expected from ${table} as t ${more}`;

const kept = new Map<string, string>();
/** A key of these books, looked up once. */
const key = async (books: Books, sql: string): Promise<string> => {
  const name = `${books.size} ${sql}`;
  const known = kept.get(name);
  if (known !== undefined) return known;
  const {
    rows: [row],
  } = await books.dba.query<{ id: string }>(sql);
  kept.set(name, row?.id ?? '');
  return row?.id ?? '';
};
const busiest = (books: Books) =>
  key(
    books,
    `select agency_id::text as id from finance.debt_transaction group by agency_id
      order by count(*) desc, agency_id limit 1`,
  );

const list = (
  name: string,
  person: string,
  operation: string,
  field: string,
  table: string,
  variables: Variables = {},
  more = '',
): Probe => ({
  name,
  person,
  operation,
  variables: () => ({ first: 25, ...variables }),
  said: (data) => Math.min(data[field].totalCount, COUNTED + 1),
  expected: () => count(table, more),
});

const statement = (
  name: string,
  span: (books: Books) => [string, string] | Promise<[string, string]>,
): Probe => ({
  name,
  person: 'accountant',
  operation: 'Statement',
  variables: async (books) => {
    const [fromDate, toDate] = await span(books);
    return { id: await busiest(books), fromDate, toDate };
  },
  said: (data) => data.agencyStatement.nodes[0].balanceAmount,
  expected: ({
    id,
    fromDate,
  }) => `select coalesce(sum(amount), 0)::text as expected from finance.debt_transaction
    where agency_id::text = '${String(id)}' and business_date < '${String(fromDate)}'`,
});

export const probes: readonly Probe[] = [
  list('Slips, newest', 'manager', 'IssueList', 'issues', 'inventory.issue', {
    withMoney: true,
    orderBy: ['CREATED_AT_DESC'],
  }),
  list(
    'Slips of a month',
    'manager',
    'IssueList',
    'issues',
    'inventory.issue',
    {
      withMoney: true,
      orderBy: ['ISSUE_DATE_DESC', 'CREATED_AT_DESC'],
      filter: {
        issueDate: {
          greaterThanOrEqualTo: monthAgo(1),
          lessThanOrEqualTo: `${monthAgo(1).slice(0, 8)}28`,
        },
      },
    },
    `where t.issue_date between '${monthAgo(1)}' and '${monthAgo(1).slice(0, 8)}28'`,
  ),
  list(
    'Slips, newest, of assigned agencies',
    'sales',
    'IssueList',
    'issues',
    'inventory.issue',
    { withMoney: true, orderBy: ['CREATED_AT_DESC'] },
    `where t.agency_id in (select a.agency_id from auth.user_agency as a
      join auth."user" as u on u.id = a.user_id where u.email = 'sales@sodaily.test')`,
  ),
  list(
    'Slips found by agency',
    'manager',
    'IssueSearch',
    'searchIssues',
    'inventory.issue',
    { withMoney: true, query: 'DL0500' },
    `where t.agency_id = (select a.id from agency.agency as a where a.code = 'DL0500')`,
  ),
  list('Payments, newest', 'accountant', 'PaymentList', 'payments', 'finance.payment'),
  list('Receipts, newest', 'warehouse', 'ReceiptList', 'receipts', 'inventory.receipt'),
  list('Agencies', 'manager', 'AgencyList', 'agencies', 'agency.agency', { withMoney: true }),
  list(
    'Agencies found',
    'manager',
    'AgencySearch',
    'searchAgencies',
    'agency.agency',
    { withMoney: true, query: 'minh phat' },
    `where t.search_text like '%minh phat%'`,
  ),
  list(
    'Items found',
    'sales',
    'ItemList',
    'searchItems',
    'inventory.item',
    { query: 'nuoc mam' },
    `where t.search_text like '%nuoc mam%'`,
  ),
  list('Audit trail, newest', 'auditor', 'Changes', 'changes', 'audit.change'),
  {
    name: 'Overview',
    person: 'manager',
    operation: 'Overview',
    variables: () => ({ withMoney: true, withReports: true, withStock: true, month: monthAgo(0) }),
    said: (data) => data.overview.debtAmount,
    expected: () => 'select sum(a.debt_amount)::text as expected from agency.agency as a',
  },
  {
    name: 'One agency, the busiest',
    person: 'manager',
    operation: 'AgencyShow',
    variables: async (books) => ({ id: await busiest(books), withMoney: true }),
    said: (data) => data.agency.debtAmount,
    expected: ({ id }) =>
      `select debt_amount::text as expected from agency.agency where id::text = '${String(id)}'`,
  },
  {
    name: 'Debt ledger of the busiest agency',
    person: 'manager',
    operation: 'AgencyDebt',
    variables: async (books) => ({ id: await busiest(books) }),
    said: (data) => data.agency.debtTransactions.totalCount,
    expected: ({ id }) =>
      count('finance.debt_transaction', `where t.agency_id::text = '${String(id)}'`),
  },
  statement('Statement of the busiest agency, a month', () => [
    monthAgo(1),
    `${monthAgo(1).slice(0, 8)}28`,
  ]),
  // as many lines in both books: in the small ones it takes years until they are together
  statement('Statement of the busiest agency, its last 100 lines', async (books) => [
    await key(
      books,
      `select business_date::text as id
    from finance.debt_transaction where agency_id::text = '${await busiest(books)}'
    order by business_date desc offset 100 limit 1`,
    ),
    today(),
  ]),
  ...[0, 1, 12].map((months): Probe => ({
    name: `Report: sales, ${months} months ago`,
    person: 'manager',
    operation: 'SalesReport',
    variables: () => ({ first: 50, month: monthAgo(months) }),
    said: (data) => data.monthlySales.nodes[0].total.totalAmount,
    expected: () => `select coalesce(sum(amount), 0)::text as expected from finance.debt_transaction
      where kind in ('issue', 'issue_cancel') and business_date >= '${monthAgo(months)}'
        and business_date < '${monthAgo(months)}'::date + interval '1 month'`,
  })),
  ...[0, 1, 12].map((months): Probe => ({
    name: `Report: debt, ${months} months ago`,
    person: 'accountant',
    operation: 'DebtReport',
    variables: () => ({ first: 50, month: monthAgo(months) }),
    said: (data) => data.monthlyDebt.nodes[0].total.closingAmount,
    expected: () =>
      `select coalesce(sum(amount), 0)::text as expected from finance.debt_transaction
        where business_date < '${monthAgo(months)}'::date + interval '1 month'`,
  })),
  {
    name: 'Report: debt of last month as known a week ago',
    person: 'accountant',
    operation: 'DebtReport',
    variables: () => ({ first: 50, month: monthAgo(1), knownAt: `${monthAgo(0)}T08:00:00+07:00` }),
    said: (data) => data.monthlyDebt.nodes[0].total.closingAmount,
    expected: () => `select coalesce(sum(amount), 0)::text as expected from finance.debt_transaction
      where business_date < '${monthAgo(0)}' and recorded_at <= '${monthAgo(0)}T08:00:00+07:00'`,
  },
  ...[0, 1, 12].map((months): Probe => ({
    name: `Report: stock, ${months} months ago`,
    person: 'warehouse',
    operation: 'StockReport',
    variables: () => ({
      first: 50,
      fromDate: monthAgo(months),
      toDate: months === 0 ? today() : `${monthAgo(months).slice(0, 8)}28`,
    }),
    said: (data) => data.stockBetween.nodes[0].closingQuantity,
    expected: ({ toDate }) => `select sum(m.quantity)::numeric(18, 3)::text as expected
      from inventory.stock_movement as m
      where m.business_date <= '${String(toDate)}'
        and m.item_id = (select i.id from inventory.item as i order by i.item_name, i.id limit 1)`,
  })),
  {
    name: 'Report: ageing, today',
    person: 'accountant',
    operation: 'AgeingReport',
    variables: () => ({ first: 50, onDate: today() }),
    said: (data) => data.ageing.nodes[0].total.debtAmount,
    expected: () => 'select sum(debt_amount)::text as expected from agency.agency',
  },
  {
    name: 'Report: ageing, a day two months ago',
    person: 'accountant',
    operation: 'AgeingReport',
    variables: () => ({ first: 50, onDate: `${monthAgo(2).slice(0, 8)}15` }),
    said: (data) => data.ageing.nodes[0].total.debtAmount,
    expected: ({ onDate }) =>
      `select sum(amount)::text as expected from finance.debt_transaction
        where business_date <= '${String(onDate)}'`,
  },
  {
    name: 'Report: ranking',
    person: 'manager',
    operation: 'RankingReport',
    variables: () => ({ first: 50 }),
    said: (data) => data.agencyRanking.nodes[0].soldAmount,
    expected: () => `select sum(amount)::text as expected from finance.debt_transaction
      where kind in ('issue', 'issue_cancel')
        and business_date >= date_trunc('month', current_date) - interval '11 months'
      group by agency_id order by sum(amount) desc limit 1`,
  },
];
