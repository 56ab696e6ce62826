// What an operation does it does in one transaction: a page agrees with itself, and a command is
// kept together with its answer or not at all.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
let known: Catalogue;
let people: Record<'sales' | 'warehouse' | 'admin', Person>;
beforeAll(async () => {
  // the hardest case: nobody may wait for a second connection while holding the first
  server = await testServer('classic', { DATABASE_POOL_SIZE: '1' });
  known = await catalogue(server.db);
  people = {
    sales: await server.signedIn('sales'),
    warehouse: await server.signedIn('warehouse'),
    admin: await server.signedIn('admin'),
  };
});
afterAll(() => server.close());
afterEach(() => vi.restoreAllMocks());

const codesOf = (answer: { body: { errors?: { extensions: { code: string } }[] } }) =>
  answer.body.errors?.map(({ extensions }) => extensions.code);

/** Somebody else does something right before the nth statement that matches is sent. */
function meanwhile(pattern: RegExp, act: () => Promise<unknown>, nth = 1): void {
  const { query } = pg.Client.prototype;
  let matched = 0;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function spy(
    this: pg.Client,
    ...parts: unknown[]
  ) {
    const [config] = parts as [string | { text: string }];
    const send = () => Reflect.apply(query, this, parts) as never;
    if (!pattern.test(typeof config === 'string' ? config : config.text)) return send();
    matched += 1;
    if (matched !== nth) return send();
    return act().then(send) as never;
  });
}

describe('a page', () => {
  test('shows the books of one moment, whatever is written while it reads', async () => {
    const other = new pg.Client(server.db.ownerUrl);
    await other.connect();
    // before the second list is asked for, when the first is answered: they go out together
    const act = async () => {
      await pause(500);
      await other.query(
        `set role sodaily_definer; insert into inventory.unit (name) values ('Két')`,
      );
    };
    meanwhile(/limit 9[89]/, act, 2);

    const { body } = await people.sales.graphql(`{
      first: units(first: 98) { nodes { name } }
      second: units(first: 99) { nodes { name } }
    }`);
    await other.end();

    expect(body.data.second).toEqual(body.data.first);
    const now = await people.sales.graphql('{ units { nodes { name } } }');
    expect(JSON.stringify(now.body)).toContain('Két');
    expect(JSON.stringify(body)).not.toContain('Két');
  });

  test('has everything but what failed, from one connection', async () => {
    const answer = await people.warehouse.graphql(`{
      items(first: 1) { nodes { sku } }
      issues(first: 1) { nodes { totalAmount } }
      units(first: 1) { nodes { name } }
    }`);

    expect(codesOf(answer)).toEqual(['PERMISSION_DENIED']);
    expect(answer.body.data).toMatchObject({
      items: { nodes: [{ sku: expect.any(String) }] },
      issues: null,
      units: { nodes: [{ name: expect.any(String) }] },
    });
  });
});

describe('a command', () => {
  const add = (name: string) =>
    `createUnit(input: {clientKey: "${randomUUID()}", name: "${name}"})`;
  const units = async () =>
    (await server.db.query<{ name: string }>('select name from inventory.unit')).map(
      ({ name }) => name,
    );

  test('whose answer the caller may not read is not done', async () => {
    const wish = { clientKey: randomUUID(), issueId: '', items: [] as object[] };
    const made = await people.sales.graphql(
      'mutation C($input: CreateIssueInput!) { createIssue(input: $input) { issue { id } } }',
      {
        input: {
          clientKey: randomUUID(),
          agencyId: known.agency('DL0001'),
          items: [{ itemId: known.item('MI'), quantity: '1' }],
        },
      },
    );
    wish.issueId = made.body.data.createIssue.issue.id;

    const answer = await people.warehouse.graphql(
      `mutation { deliverIssue(input: {clientKey: "${wish.clientKey}", issueId: "${wish.issueId}"}) {
        issue { id totalAmount }
      } }`,
    );

    expect(codesOf(answer)).toEqual(['PERMISSION_DENIED']);
    expect(
      await server.db.query('select delivered_at from inventory.issue where id = $1', [
        wish.issueId,
      ]),
    ).toEqual([{ delivered_at: null }]);
  });

  test('beside others in one document is kept by itself', async () => {
    const answer = await people.admin.graphql(
      `mutation {
        a: ${add('Bịch')} { unit { id } }
        b: ${add('')} { unit { id } }
        c: ${add('Xấp')} { unit { id } }
      }`,
    );

    expect(codesOf(answer)).toEqual(['VALIDATION_ERROR']);
    expect(await units()).toEqual(expect.arrayContaining(['Bịch', 'Xấp']));
  });

  test('gives its connection back, however it ends', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const answer = await people.admin.graphql(`mutation { ${add('')} { unit { id } } }`);
      expect(codesOf(answer)).toEqual(['VALIDATION_ERROR']);
    }
    const kept = await people.admin.graphql(`mutation { ${add('Lốc')} { unit { name } } }`);
    expect(kept.body.data.createUnit.unit).toEqual({ name: 'Lốc' });
  });
});
