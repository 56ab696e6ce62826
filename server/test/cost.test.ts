// What one document may ask for, and that finding it too dear is itself cheap.
import { readFileSync } from 'node:fs';
import { buildSchema, getOperationAST, parse } from 'grafast/graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCost } from '../graphql/cost.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

const schema = buildSchema(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));

function costOf(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return makeCost(schema, document)(operation, variables);
}

describe('the cost of a document', () => {
  test.each<[string, string, Record<string, unknown>, number]>([
    ['a field', '{ businessDate }', {}, 1],
    ['two rows of one field', '{ items(first: 2) { nodes { id } } }', {}, 1 + 2 * 2],
    [
      'a page by a variable',
      'query Q($n: Int) { items(first: $n) { nodes { id } } }',
      { n: 7 },
      1 + 7 * 2,
    ],
    [
      "a page by the variable's standard",
      'query Q($n: Int = 5) { items(first: $n) { nodes { id } } }',
      {},
      1 + 5 * 2,
    ],
    ['a page nobody named, at the root', '{ items { nodes { id } } }', {}, 1 + 20 * 2],
    [
      'a page of null',
      'query Q($n: Int) { items(first: $n) { nodes { id } } }',
      { n: null },
      1 + 20 * 2,
    ],
    ['more than a page', '{ items(first: 5000) { nodes { id } } }', {}, 1 + 100 * 2],
    [
      'a page that is no number',
      'query Q($n: Int) { items(first: $n) { nodes { id } } }',
      { n: 'all' },
      1 + 100 * 2,
    ],
    [
      'rows in rows',
      '{ issues(first: 10) { nodes { issueDetails(first: 3) { nodes { id } } } } }',
      {},
      1 + 10 * (1 + (1 + 3 * 2)),
    ],
    [
      'the same through fragments',
      'query { issues(first: 10) { ...P } } fragment P on IssueConnection { nodes { ...I '
        + '} } fragment I on Issue { issueDetails(first: 3) { nodes { id } } }',
      {},
      1 + 10 * (1 + (1 + 3 * 2)),
    ],
    [
      'the same in an inline fragment',
      '{ issues(first: 10) { nodes { ... on Issue { issueDetails(first: 3) { nodes { id } '
        + '} } } } }',
      {},
      1 + 10 * (1 + (1 + 3 * 2)),
    ],
  ])('%s', (_what, query, variables, cost) => {
    expect(costOf(query, variables)).toBe(cost);
  });
});

describe('a server', () => {
  let server: TestServer;
  let sales: Person;
  beforeAll(async () => {
    server = await testServer();
    sales = await server.signedIn('sales');
  });
  afterAll(() => server.close());

  const NESTED =
    'query Q($n: Int) { agencies(first: $n) { nodes { issues(first: $n) { nodes { '
    + 'issueDetails(first: $n) { nodes { id quantity } } } } } } }';

  test('refuses rows in rows in rows, however the sizes come', async () => {
    for (const [query, variables] of [
      [NESTED, { n: 100 }],
      [NESTED.replaceAll('$n', '100').replace('(100: Int)', ''), {}],
    ] as const) {
      const answer = await sales.graphql(query, variables);
      expect(answer.status).toBe(400);
      expect(answer.body.errors[0].extensions.details).toEqual({
        fields: [{ path: 'query', reason: 'too_expensive' }],
      });
    }
    expect((await sales.graphql(NESTED, { n: 5 })).body.errors).toBeUndefined();
  });

  const many = (count: number, line: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => line(n)).join(' ');
  const bombs: [name: string, query: string][] = [
    [
      'fragments that double at every step',
      '{ items { nodes { ...F0 } } } '
        + `${many(25, (n) => `fragment F${n} on Item { ...F${n + 1} ...F${n + 1} }`)} `
        + 'fragment F25 on Item { id }',
    ],
    [
      'fragments in a ring',
      '{ items { nodes { ...A } } } fragment A on Item { ...B } fragment B on Item { ...A }',
    ],
    [
      'fragments that nobody uses',
      `{ businessDate } ${many(200, (n) => `fragment F${n} on Item { id }`)}`,
    ],
    ['one field a thousand times', `{ items { nodes { ${many(1_000, () => 'id')} } } }`],
    [
      'directives on every field',
      `query Q($a: Boolean!) { items { nodes { ${many(120, () => 'id @include(if: $a)')} } } }`,
    ],
    ['directives that nobody has', `{ businessDate ${many(500, (n) => `@d${n}`)} }`],
    [
      'one directive again and again',
      `query Q($a: Boolean!) { businessDate ${many(200, () => '@skip(if: $a)')} }`,
    ],
    [
      'a deep list of values',
      `{ items(filter: ${'{and: ['.repeat(300)}${']}'.repeat(300)}) { nodes { id } } }`,
    ],
    ['many operations', many(300, (n) => `query Q${n} { businessDate }`)],
    ['many variables', `query Q(${many(400, (n) => `$v${n}: Int`)}) { businessDate }`],
    ['aliases in lists', `{ items { nodes { ${many(11, (n) => `a${n}: id`)} } } }`],
    [
      'the schema asked in circles',
      `{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`,
    ],
  ];

  test.each(bombs)('answers at once: %s', async (_name, query) => {
    const began = performance.now();
    const answer = await sales.graphql(query, { a: true });
    expect([200, 400]).toContain(answer.status);
    expect(performance.now() - began).toBeLessThan(1_500);
    expect((await sales.graphql('{ businessDate }')).status).toBe(200);
  });

  test.each(
    bombs.filter(
      ([name]) =>
        !name.startsWith('one field')
        && !name.startsWith('fragments that double')
        && !name.startsWith('the schema'),
    ),
  )('refuses %s', async (_name, query) => {
    expect((await sales.graphql(query, { a: true })).status).toBe(400);
  });

  test('refuses values that are nested too deep in variables, and takes those of ours', async () => {
    const QUERY = 'query Q($filter: ItemFilter) { items(filter: $filter) { totalCount } }';
    const nested = (levels: number) =>
      JSON.parse(
        `${'{"and":['.repeat(levels)}{"sku":{"equalTo":"MI"}}${']}'.repeat(levels)}`,
      ) as unknown;
    expect((await sales.graphql(QUERY, { filter: nested(3) })).body.data.items.totalCount).toBe(1);
    for (const levels of [6, 400, 2_000]) {
      const answer = await sales.graphql(QUERY, { filter: nested(levels) });
      expect(answer.status).toBe(400);
      expect(answer.body.errors[0].extensions.details.fields).toEqual([
        { path: 'variables', reason: 'too_deep' },
      ]);
    }
  });

  test('refuses a request of more than 100 kB unread', async () => {
    const answer = await sales.graphql('{ businessDate }', { padding: 'x'.repeat(120_000) });
    expect(answer.status).toBe(413);
  });
});
