// Numbers of a hundred thousand digits cost nothing to send: they are stopped at the door, whatever
// the road, and nothing tells them back.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { testServer, type Answer, type Person, type TestServer } from './support/server.ts';

const MONSTER = '1e131000';
const MB = 1024 * 1024;

let server: TestServer;
let known: Catalogue;
let sales: Person;
let manager: Person;
beforeAll(async () => {
  server = await testServer();
  known = await catalogue(server.db);
  [sales, manager] = [await server.signedIn('sales'), await server.signedIn('manager')];
});
afterAll(() => server.close());

const CREATE =
  'mutation Create($input: CreateIssueInput!) { createIssue(input: $input) { issue { id } } }';
const lines = (count: number, quantity: unknown) =>
  Array.from({ length: count }, () => ({ itemId: known.item('MI'), quantity }));
const create = (items: unknown) =>
  sales.graphql(CREATE, {
    input: { clientKey: randomUUID(), agencyId: known.agency('DL0001'), items },
  });
const codesOf = ({ body }: Answer): unknown[] =>
  body.errors.map((error: { extensions: { code: string } }) => error.extensions.code);
const sizeOf = ({ body }: Answer): number => JSON.stringify(body).length;
const kept = async () =>
  Number(
    (await server.db.query<{ many: string }>('select count(*) as many from audit.refusal'))[0]
      ?.many,
  );

describe('a number that is a monster', () => {
  test.each([
    ['an exponent', MONSTER],
    ['a JSON number', 1e300],
    ['digits', '9'.repeat(5_000)],
    ['decimals', `0.${'1'.repeat(5_000)}`],
    ['a small one', '1e-131000'],
    ['zeros before it', `${'0'.repeat(5_000)}1`],
    ['blanks around it', `${' '.repeat(5_000)}1`],
  ])('in a variable is refused before the database is asked: %s', async (_what, quantity) => {
    const before = await kept();
    const answer = await create(lines(1, quantity));
    expect(codesOf(answer)).toEqual(['VALIDATION_ERROR']);
    expect(sizeOf(answer)).toBeLessThan(1_500);
    expect(await kept()).toBe(before);
  });

  test.each([
    MONSTER,
    `"${MONSTER}"`,
    '9'.repeat(5_000),
    `"${'9'.repeat(5_000)}"`,
    `0.${'1'.repeat(5_000)}`,
  ])('in a document is refused: %#', async (literal) => {
    const answer = await sales.graphql(
      'mutation { createIssue(input: {clientKey: "x", agencyId: "1", items: [{itemId: '
        + `"1", quantity: ${literal}}]}) { issue { id } } }`,
    );
    expect(codesOf(answer)).toEqual(['VALIDATION_ERROR']);
    expect(sizeOf(answer)).toBeLessThan(1_500);
  });

  test.each([
    ['a sum', 'amount: {equalTo: $n}', 'Dong'],
    ['one of many', 'amount: {in: ["1", $n]}', 'Dong!'],
    ['a place in a ledger', 'seq: {lessThan: $n}', 'BigInt'],
  ])('in a filter is refused: %s', async (_what, filter, type) => {
    const answer = await manager.graphql(
      `query Find($n: ${type}) { debtTransactions(filter: {${filter}}) { totalCount } }`,
      { n: MONSTER },
    );
    expect(codesOf(answer)).toEqual(['VALIDATION_ERROR']);
    expect(JSON.stringify(answer.body)).toContain('too large');
    const written = await manager.graphql(
      `{ debtTransactions(filter: {${filter.replace('$n', `"${MONSTER}"`)}}) { totalCount } }`,
    );
    expect(JSON.stringify(written.body)).toContain('too large');
  });

  test('over REST is refused as no number', async () => {
    const answer = await sales.post('/api/v1/inventory/issues', {
      client_key: 'x',
      agency_id: known.agency('DL0001'),
      paid_now: '9'.repeat(80),
      items: [{ item_id: known.item('MI'), quantity: MONSTER }],
    });
    expect(answer.status).toBe(400);
    expect(answer.body.details.fields).toEqual([
      { path: 'paid_now', reason: 'not_a_number' },
      { path: 'items.0.quantity', reason: 'not_a_number' },
    ]);
  });

  test.each(['2', '2.000', 2, 2.5, '2e0', '+2', ' 2 '])('is not one like %j', async (quantity) => {
    const answer = await create(lines(1, quantity));
    expect(JSON.stringify(answer.body)).not.toContain('too large');
  });
});

describe('a list that is too long', () => {
  test('is refused for that alone, over both roads', async () => {
    const graphql = await create(lines(700, '1'));
    expect(graphql.body.errors[0].extensions).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'items', reason: 'too_many_lines', value: '700' }] },
    });
    const rest = await sales.post('/api/v1/inventory/issues', {
      client_key: 'x',
      agency_id: known.agency('DL0001'),
      items: Array.from({ length: 700 }, () => ({ item_id: 1, quantity: MONSTER })),
    });
    expect(rest.body.details.fields).toEqual([{ path: 'items', reason: 'too_many_lines' }]);
  });
});

describe('what is told back', () => {
  test.each<[string, () => Promise<Answer>]>([
    ['a text where a number belongs', () => create('x'.repeat(90_000))],
    [
      'a literal of the wrong kind',
      () => sales.graphql(`{ items(first: "${'x'.repeat(90_000)}") { totalCount } }`),
    ],
    ['a field nobody knows', () => sales.graphql(`{ ${'x'.repeat(90_000)} }`)],
    [
      'a name of a body nobody knows',
      () => sales.post('/api/v1/inventory/issues', { ['x'.repeat(90_000)]: 1 }),
    ],
    [
      'many names',
      () =>
        sales.post(
          '/api/v1/inventory/issues',
          Object.fromEntries(Array.from({ length: 9_000 }, (_, nth) => [`n${nth}`, 1])),
        ),
    ],
    ['700 lines that are none', () => create(lines(700, 'hai'))],
    [
      'a long key',
      () =>
        sales.post('/api/v1/inventory/issues', {
          client_key: 'x'.repeat(90_000),
          agency_id: 'y'.repeat(90),
          items: [],
        }),
    ],
  ])('is short: %s', async (_what, ask) => {
    const answer = await ask();
    expect(JSON.stringify(answer.body)).toContain('VALIDATION_ERROR');
    expect(sizeOf(answer)).toBeLessThan(25_000);
    for (const value of JSON.stringify(answer.body).match(/[x]+/g) ?? [])
      expect(value.length).toBeLessThanOrEqual(200);
  });
});

describe('three at once with 700 monsters', () => {
  test('leave the memory and the record of refusals where they were', async () => {
    const [{ size: before = '0' } = {}] = await server.db.query<{ size: string }>(
      "select pg_total_relation_size('audit.refusal') as size",
    );
    const memory = process.memoryUsage().rss;
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 3 }, () => create(lines(700, MONSTER))),
      );
      for (const answer of answers) expect(sizeOf(answer)).toBeLessThan(25_000);
    }
    const [{ size: after = '0' } = {}] = await server.db.query<{ size: string }>(
      "select pg_total_relation_size('audit.refusal') as size",
    );
    expect(Number(after) - Number(before)).toBeLessThan(100_000);
    expect((process.memoryUsage().rss - memory) / MB).toBeLessThan(100);
  });
});
