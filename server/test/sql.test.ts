import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
let known: Catalogue;
let sales: Person;
beforeAll(async () => {
  server = await testServer();
  known = await catalogue(server.db);
  sales = await server.signedIn('sales');
});
afterAll(() => server.close());
afterEach(() => vi.restoreAllMocks());

/** The statements that a request sends, without layout, in their order. */
async function statementsOf(request: () => Promise<{ status: number }>): Promise<string[]> {
  const sent: string[] = [];
  const { query } = pg.Client.prototype;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function spy(
    this: pg.Client,
    ...parts: unknown[]
  ) {
    const [config] = parts as [string | { text: string }];
    if (this !== undefined)
      sent.push((typeof config === 'string' ? config : config.text).replace(/\s+/g, ' ').trim());
    return Reflect.apply(query, this, parts) as never;
  });
  expect((await request()).status).toBeLessThan(300);
  return sent;
}

const SESSION = expect.stringContaining('auth.resume_session');
const OPENING = ['begin', SESSION];
/** Of a query: all its statements see the same moment. */
const READING = ['begin isolation level repeatable read read only', SESSION];

describe('the SQL of what people do all day', () => {
  test('a slip over REST is one transaction of two statements', async () => {
    const sent = await statementsOf(() =>
      sales.post('/api/v1/inventory/issues', {
        client_key: randomUUID(),
        agency_id: known.agency('DL0001'),
        items: [{ item_id: known.item('MI'), quantity: 1 }],
      }),
    );
    expect(sent).toEqual([
      ...OPENING,
      expect.stringContaining('inventory.create_issue'),
      expect.stringContaining('from inventory.issue as i'),
      'commit',
    ]);
  });

  test('a slip over GraphQL is one call of the function', async () => {
    const sent = await statementsOf(() =>
      sales.graphql(
        'mutation C($input: CreateIssueInput!) { createIssue(input: $input) { issue { id '
          + 'code totalAmount } } }',
        {
          input: {
            clientKey: randomUUID(),
            agencyId: known.agency('DL0001'),
            items: [{ itemId: known.item('MI'), quantity: 1 }],
          },
        },
      ),
    );
    expect(sent.filter((text) => text.includes('create_issue'))).toHaveLength(1);
    expect(sent).toMatchSnapshot();
  });

  test('a list with its relations is one statement', async () => {
    const sent = await statementsOf(() =>
      sales.graphql(`{
      agencies(first: 20, orderBy: NAME_ASC) { nodes { id code name debtAmount debtLimit agencyType
        { name } district { name } } }
    }`),
    );
    expect(sent.slice(0, 2)).toEqual(READING);
    expect(sent).toHaveLength(4);
    expect(sent).toMatchSnapshot();
  });

  test('a page of several lists is one transaction, and asks once whose session it is', async () => {
    const sent = await statementsOf(() =>
      sales.graphql(`{
      agencies(first: 20) { nodes { id } totalCount }
      issues(first: 20) { nodes { id } }
      units { nodes { id } }
    }`),
    );
    expect(sent.slice(0, 2)).toEqual(READING);
    expect(sent.filter((text) => /^begin|resume_session|^commit$/.test(text))).toHaveLength(3);
    expect(sent.at(-1)).toBe('commit');
  });

  test('a reference of two columns is followed by its key alone', async () => {
    const sent = await statementsOf(() =>
      sales.graphql(`{
      agencies(first: 1) { nodes { debtTransactions(first: 20) { nodes { amount payment { code }
        issue { code } } } } }
    }`),
    );
    const ledger = sent.find((text) => text.includes('"finance"."payment"'));
    expect(ledger).toContain('(__payment__."id" = __debt_transaction__."payment_id")');
    expect(ledger).toContain('(__issue__."id" = __debt_transaction__."issue_id")');
    expect(ledger).not.toMatch(/__(payment|issue)__."agency_id" =/);
  });

  test('a slip with its lines and items is one statement', async () => {
    const sent = await statementsOf(() =>
      sales.graphql(`{
      issueByCode(code: "PX-2026-000001") { code debtAfter agency { name } issueDetails { nodes { quantity lineTotal item { itemName } } } }
    }`),
    );
    expect(sent).toHaveLength(4);
    expect(sent).toMatchSnapshot();
  });
});
