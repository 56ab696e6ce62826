import type { Attack, Scan } from '../scan.ts';
import type { Answer } from '../inspect.ts';

const NUMBERS = [
  '1e131000',
  '-1e131000',
  '1e-131000',
  '9'.repeat(90_000),
  `0.${'1'.repeat(90_000)}`,
];
const CREATE =
  'mutation Create($input: CreateIssueInput!) { createIssue(input: $input) { issue { id } } }';

const DAYS = [
  '-infinity',
  'infinity',
  '294276-12-31',
  '4713-01-01 BC',
  '0001-01-01',
  '1999-12-31',
  '2101-01-01',
  '2026-02-30',
];

/** Small to send and large to work with: numbers, and days without an end. */
export const monstersAttack: Attack = {
  name: 'Monsters',
  async run(scan) {
    for (const number of NUMBERS) await bringIn(scan, number);
    for (const day of DAYS) await askFor(scan, day);
    const { report, target } = scan;
    const [{ longest = '0' } = {}] = await target.query<{ longest: string }>(
      'select coalesce(max(octet_length(details::text)), 0) as longest from audit.refusal',
    );
    report.expect('no refusal is long', Number(longest) <= 8_000, `${longest} bytes`);
    report.answer('the server lives', await scan.stranger().get('/readyz'), { status: [200] });
  },
};

async function askFor({ report, target, people }: Scan, day: string): Promise<void> {
  const free = people.manager.at.at(target.freeUrl);
  for (const [what, ask] of [
    [
      'ages of debt',
      () => free.graphql('query Ages($day: Date) { ageing(onDate: $day) { totalCount } }', { day }),
    ],
    ['ages of debt as written', () => free.graphql(`{ ageing(onDate: "${day}") { totalCount } }`)],
    [
      'a filter',
      () =>
        free.graphql(
          'query Find($day: Date!) { issues(filter: {issueDate: {in: [$day]}}) { totalCount } }',
          { day },
        ),
    ],
    [
      'what was known',
      () =>
        free.graphql('query Debt($at: Datetime) { monthlyDebt(knownAt: $at) { totalCount } }', {
          at: day,
        }),
    ],
    [
      'a body',
      () =>
        free.post('/api/v1/inventory/issues', {
          client_key: 'odd',
          agency_id: '1',
          issue_date: day,
          items: [{ item_id: '1', quantity: '1' }],
        }),
    ],
  ] as const) {
    const began = performance.now();
    report.answer(`${what} of ${day}`, await ask(), { status: [400] });
    report.expect(
      `${what} of ${day} costs nothing`,
      performance.now() - began < 2_000,
      `${Math.round(performance.now() - began)} ms`,
    );
  }
}

/** In every way, one and 700 and three times at once. */
async function bringIn({ report, target, people }: Scan, number: string): Promise<void> {
  const free = people.sales.at.at(target.freeUrl);
  const lines = (many: number) =>
    Array.from({ length: many }, () => ({ itemId: '1', quantity: number }));
  const many = Math.min(700, Math.floor(90_000 / (number.length + 30)));
  const create = (count: number) =>
    free.graphql(CREATE, { input: { clientKey: 'monster', agencyId: '1', items: lines(count) } });
  const name = `${number.slice(0, 10)} of ${number.length}`;
  const told = (what: string, answer: Answer, began: number): void => {
    report.answer(`${what} ${name}`, answer, { status: [200, 400, 413] });
    report.expect(
      `${what} ${name} is not told back`,
      answer.body.length < 25_000,
      `${answer.body.length} bytes`,
    );
    report.expect(
      `${what} ${name} costs little`,
      performance.now() - began < 3_000,
      `${Math.round(performance.now() - began)} ms`,
    );
  };
  for (const [what, ask] of [
    ['a quantity', () => create(1)],
    [
      'a literal',
      () =>
        free.graphql(
          `{ debtTransactions(filter: {amount: {equalTo: "${number}"}}) { totalCount } }`,
        ),
    ],
    [
      'a place',
      () =>
        free.graphql(
          'query Find($n: BigInt) { debtTransactions(filter: {seq: {lessThan: $n}}) { '
            + 'totalCount } }',
          { n: number },
        ),
    ],
    [
      'a body',
      () =>
        free.post('/api/v1/inventory/issues', {
          client_key: 'monster',
          agency_id: '1',
          items: [{ item_id: '1', quantity: number }],
        }),
    ],
  ] as const) {
    const began = performance.now();
    told(what, await ask(), began);
  }
  const began = performance.now();
  for (const answer of await Promise.all([create(many), create(many), create(many)]))
    told(`${many} at once`, answer, began);
}
