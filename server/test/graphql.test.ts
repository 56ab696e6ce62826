import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { testServer, type Answer, type Person, type TestServer } from './support/server.ts';

const CREATE = `mutation Create($input: CreateIssueInput!) {
  createIssue(input: $input) {
    issue { id code status totalAmount debtAfter agency { code } issueDetails { nodes { quantity
      unitPrice lineTotal } } }
  }
}`;

let server: TestServer;
let known: Catalogue;
let sales: Person;
beforeAll(async () => {
  server = await testServer();
  known = await catalogue(server.db);
  sales = await server.signedIn('sales');
});
afterAll(() => server.close());

const input = (changes: Record<string, unknown> = {}) => ({
  clientKey: randomUUID(),
  agencyId: known.agency('DL0001'),
  items: [{ itemId: known.item('MI'), quantity: '2' }],
  ...changes,
});
const create = (changes: Record<string, unknown> = {}): Promise<Answer> =>
  sales.graphql(CREATE, { input: input(changes) });
const refusalOf = (answer: Answer) => answer.body.errors[0].extensions;

describe('createIssue', () => {
  test('makes a slip with money and quantities as decimal text', async () => {
    const answer = await create({ paidNow: '0' });
    expect(answer.status).toBe(200);
    expect(answer.body.errors).toBeUndefined();
    expect(answer.body.data.createIssue.issue).toEqual({
      id: expect.any(String),
      code: expect.stringMatching(/^PX-/),
      status: 'confirmed',
      totalAmount: known.worth('MI', 2),
      debtAfter: known.worth('MI', 2),
      agency: { code: 'DL0001' },
      issueDetails: {
        nodes: [
          {
            quantity: '2.000',
            unitPrice: known.worth('MI'),
            lineTotal: known.worth('MI', 2),
          },
        ],
      },
    });
  });

  test('with the same client key gives the first slip again', async () => {
    const wish = { input: input() };
    const [first, second] = [await sales.graphql(CREATE, wish), await sales.graphql(CREATE, wish)];
    expect(second.body.data.createIssue.issue.id).toBe(first.body.data.createIssue.issue.id);
  });

  test('with the same client key for other content is refused', async () => {
    const clientKey = randomUUID();
    await create({ clientKey });
    expect(refusalOf(await create({ clientKey, note: 'other' }))).toMatchObject({
      code: 'DUPLICATE_REQUEST',
    });
  });

  test('over the limit is refused with the figures, under the trace id of the answer', async () => {
    const answer = await create({ items: [{ itemId: known.item('TRON'), quantity: '11' }] });
    expect(answer.status).toBe(200);
    expect(refusalOf(answer)).toMatchObject({
      code: 'DEBT_LIMIT',
      details: { slip_total: '11000000', limit: '10000000' },
      traceId: answer.headers.get('x-trace-id'),
    });
    const [row] = await server.db.query<{ command: string }>(
      'select command from audit.refusal where request_id = $1',
      [answer.headers.get('x-trace-id')],
    );
    expect(row).toEqual({ command: 'createIssue' });
  });

  test('lists every item that is short', async () => {
    const answer = await create({
      items: [
        { itemId: known.item('CUOI'), quantity: '5' },
        { itemId: known.item('DUONG'), quantity: '21' },
      ],
    });
    expect(refusalOf(answer).details.items.map((item: { sku: string }) => item.sku)).toEqual([
      'CUOI',
      'DUONG',
    ]);
  });

  test.each([
    ['no lines', { items: [] }],
    ['zero', { items: [{ itemId: '1', quantity: 0 }] }],
    ['text', { items: [{ itemId: '1', quantity: 'hai' }] }],
    ['10^30', { items: [{ itemId: '1', quantity: 1e30 }] }],
    ['a key of another kind', { agencyId: 'no-key-at-all' }],
    ['a missing list', { items: null }],
  ])('refuses %s as bad input', async (_name, changes) => {
    expect(refusalOf(await create(changes)).code).toBe('VALIDATION_ERROR');
  });
});

describe('a list', () => {
  const LIST = 'query List($first: Int) { items(first: $first) { nodes { id } totalCount } }';
  beforeAll(async () => {
    await server.db.query(`insert into inventory.item (sku, item_name, unit_id, import_price)
      select 'N' || n, 'Hàng số ' || n, (select min(id::text)::int from inventory.unit), 1000
      from generate_series(1, 150) as n`);
  });

  test('gives at most a hundred rows, whatever a variable asks for', async () => {
    const answer = await sales.graphql(LIST, { first: 100_000 });
    expect(answer.body.data.items.nodes).toHaveLength(100);
    expect(answer.body.data.items.totalCount).toBe(156);
  });

  test('gives twenty when nothing is asked for', async () => {
    for (const variables of [{}, { first: null }]) {
      expect((await sales.graphql(LIST, variables)).body.data.items.nodes).toHaveLength(20);
    }
    expect((await sales.graphql('{ items { nodes { id } } }')).body.data.items.nodes).toHaveLength(
      20,
    );
  });

  test('is limited inside other lists and in searches too, whatever literals and variables say', async () => {
    const INSIDE = (size: string) =>
      `units(orderBy: [PRIMARY_KEY_ASC]) { nodes { items(first: ${size}) { nodes { id } } } }`;
    for (const [query, variables] of [
      [`{ ${INSIDE('5000')} searchItems(query: "hang", first: 5000) { nodes { id } } }`, {}],
      [
        `query Q($n: Int) { ${INSIDE('$n')} searchItems(query: "hang", first: $n) { nodes `
          + '{ id } } }',
        { n: 100_000 },
      ],
    ] as const) {
      const { body } = await sales.graphql(query, variables);
      expect(body.errors).toBeUndefined();
      expect(body.data.searchItems.nodes).toHaveLength(100);
      const sizes = body.data.units.nodes.map(
        (unit: { items: { nodes: unknown[] } }) => unit.items.nodes.length,
      );
      expect(Math.max(...sizes)).toBe(100);
    }
  });

  test('refuses a negative number of rows', async () => {
    expect(refusalOf(await sales.graphql(LIST, { first: -1 }))).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'first', reason: 'negative' }] },
    });
  });
});

describe('a document that asks too much', () => {
  const deep = (levels: number): string =>
    levels === 0
      ? 'id'
      : 'issue { agency { issues(first: 1) { nodes { issueDetails { nodes { '
        + `${deep(levels - 1)} } } } } } }`;
  test.each([
    ['nested too deep', `{ issueDetails { nodes { ${deep(3)} } } }`],
    [
      'eleven root fields',
      `{ ${Array.from({ length: 11 }, (_, n) => `a${n}: businessDate`).join(' ')} }`,
    ],
    [
      'aliases hidden in fragments',
      '{ ...F ...G } fragment F on Query { '
        + `${Array.from({ length: 6 }, (_, n) => `a${n}: businessDate`).join(' ')} } fragment `
        + 'G on Query { '
        + `${Array.from({ length: 6 }, (_, n) => `b${n}: businessDate`).join(' ')} }`,
    ],
    ['a fragment in itself', '{ ...F } fragment F on Query { businessDate ...F }'],
    ['too many words', `{ items { nodes { ${'id '.repeat(4000)} } } }`],
  ])('is refused: %s', async (_name, query) => {
    const answer = await sales.graphql(query);
    expect(answer.status).toBe(400);
    expect(refusalOf(answer).code).toBe('VALIDATION_ERROR');
  });

  test('may not come as an array', async () => {
    expect((await sales.post('/graphql', [{ query: '{ businessDate }' }])).status).toBe(400);
  });
  test('may not come as a GET', async () => {
    expect((await sales.get('/graphql?query={businessDate}')).status).toBe(405);
  });
});

describe('an error', () => {
  test('does not guess what was meant', async () => {
    const answer = await sales.graphql('{ issuez { nodes { id } } }');
    expect(JSON.stringify(answer.body)).toContain('issuez');
    expect(JSON.stringify(answer.body)).not.toMatch(/did you mean|"issues"/i);
  });

  test('in variables names the variable', async () => {
    const answer = await sales.graphql('query Q($id: ID!) { issue(id: $id) { id } }', {});
    expect(answer.status).toBe(400);
    expect(refusalOf(answer)).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'variables' }] },
    });
  });

  test('in a cursor that is none names where it was given', async () => {
    const answer = await sales.graphql('{ items(after: "nonsense") { nodes { id } } }');
    expect(refusalOf(answer)).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'items', reason: 'malformed' }] },
    });
  });

  test('of the database shows no SQL', async () => {
    const answer = await sales.graphql('{ issue(id: "not a key") { id } }');
    expect(refusalOf(answer)).toMatchObject({ code: 'VALIDATION_ERROR' });
    expect(JSON.stringify(answer.body)).not.toMatch(/syntax|integer|uuid|select/i);
  });

  test('that nobody foresaw is INTERNAL with a trace id and nothing else', async () => {
    await server.db.query('alter function config.business_date() rename to business_date_lost');
    const answer = await sales.graphql('{ businessDate }');
    await server.db.query('alter function config.business_date_lost() rename to business_date');
    expect(refusalOf(answer)).toEqual({
      code: 'INTERNAL',
      details: {},
      traceId: answer.headers.get('x-trace-id'),
    });
    expect(JSON.stringify(answer.body)).not.toContain('business_date(');
  });
});

describe('who sees what', () => {
  test('nobody without a session: 401 and a GraphQL error', async () => {
    const answer = await server.visitor().graphql('{ __typename }');
    expect(answer.status).toBe(401);
    expect(refusalOf(answer).code).toBe('INVALID_TOKEN');
  });

  test('sales their three agencies, staff all, an agency itself', async () => {
    for (const [role, count] of [
      ['sales', 3],
      ['manager', 4],
      ['auditor', 4],
      ['agency', 1],
    ] as const) {
      const person = await server.signedIn(role);
      expect(
        (await person.graphql('{ agencies { totalCount } }')).body.data.agencies.totalCount,
      ).toBe(count);
    }
  });

  test('the warehouse sees slips without money', async () => {
    const warehouse = await server.signedIn('warehouse');
    const goods = await warehouse.graphql(
      '{ issues { nodes { code issueDetails { nodes { quantity item { itemName '
        + 'stockQuantity } } } } } }',
    );
    expect(goods.body.errors).toBeUndefined();
    expect(goods.body.data.issues.nodes.length).toBeGreaterThan(0);
    for (const query of [
      '{ issues { nodes { totalAmount } } }',
      '{ agencies { nodes { debtAmount } } }',
      '{ issueDetails { nodes { unitPrice } } }',
    ]) {
      expect(refusalOf(await warehouse.graphql(query)).code).toBe('PERMISSION_DENIED');
    }
  });

  test('the warehouse delivers slips and confirms returns without being told money', async () => {
    const warehouse = await server.signedIn('warehouse');
    const slip = (await create()).body.data.createIssue.issue;
    const back = {
      clientKey: randomUUID(),
      issueId: slip.id,
      reason: 'Hàng móp',
      items: [{ itemId: known.item('MI'), quantity: '1' }],
    };
    const asked = await sales.graphql(
      'mutation M($input: RequestIssueReturnInput!) { requestIssueReturn(input: $input) { '
        + 'issueReturn { id totalAmount } } }',
      { input: back },
    );
    expect(asked.body.data.requestIssueReturn.issueReturn).toMatchObject({
      totalAmount: known.worth('MI'),
    });
    const { id } = asked.body.data.requestIssueReturn.issueReturn;

    for (const [command, about, document] of [
      ['deliverIssue', { issueId: slip.id }, 'issue'],
      ['confirmIssueReturn', { issueReturnId: id }, 'issueReturn'],
    ] as const) {
      const type = `${command.charAt(0).toUpperCase()}${command.slice(1)}Input`;
      const answer = await warehouse.graphql(
        `mutation M($input: ${type}!) { ${command}(input: $input) { ${document} { id `
          + 'status totalAmount } } }',
        { input: { clientKey: randomUUID(), ...about } },
      );
      expect(refusalOf(answer).code).toBe('PERMISSION_DENIED');
      expect(JSON.stringify(answer.body)).not.toMatch(
        new RegExp(`${known.worth('MI', 2)}|${known.worth('MI')}`),
      );
      // what could not be answered was not done either
      const done = await warehouse.graphql(
        `mutation M($input: ${type}!) { ${command}(input: $input) { ${document} { id status } } }`,
        { input: { clientKey: randomUUID(), ...about } },
      );
      expect(done.body.errors).toBeUndefined();
    }
    const shown = await warehouse.graphql(
      'query Q($id: ID!) { issueReturn(id: $id) { status code } }',
      { id },
    );
    expect(shown.body.data.issueReturn).toMatchObject({
      status: 'confirmed',
      code: expect.stringMatching(/^TH-/),
    });
  });
});
