// What the foot of a list says: sums over all that its filter leaves, for whoever may see them.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
let known: Catalogue;
let manager: Person;
beforeAll(async () => {
  server = await testServer();
  known = await catalogue(server.db);
  manager = await server.signedIn('manager');
  for (const quantity of [1, 2]) {
    await manager.post('/api/v1/inventory/issues', {
      client_key: randomUUID(),
      agency_id: known.agency('DL0001'),
      items: [{ item_id: known.item('TRON'), quantity }],
    });
  }
});
afterAll(() => server.close());

const sold = `issues(filter: { status: { in: ["confirmed", "delivered"] } }) {
  countUpTo aggregates { sum { totalAmount } } }`;

describe('the sums of a list', () => {
  test('are those of all that the filter leaves, not of a page', async () => {
    const { body } = await manager.graphql(`{ ${sold}
      none: issues(filter: { status: { equalTo: "cancelled" } }) {
        aggregates { sum { totalAmount } } } }`);

    expect(body.data.issues).toEqual({
      countUpTo: 2,
      aggregates: { sum: { totalAmount: '3000000' } },
    });
    expect(body.data.none.aggregates.sum.totalAmount).toBe('0');
  });

  test('are of the agencies that one sees', async () => {
    await server.db.query(`delete from auth.user_agency as m using auth."user" as u
      where u.id = m.user_id and u.email = 'sales@sodaily.test'`);
    const sales = await server.signedIn('sales');

    const { body } = await sales.graphql(
      `{ ${sold} agencies { aggregates { sum { debtAmount } } } }`,
    );

    expect(body.data.issues.aggregates.sum.totalAmount).toBe('0');
    expect(body.data.agencies.aggregates.sum.debtAmount).toBe('0');
  });

  test('are not for who sees no money', async () => {
    const keeper = await server.signedIn('warehouse');

    const { body } = await keeper.graphql(`{ ${sold} }`);

    expect(body.data?.issues?.aggregates ?? null).toBeNull();
    expect(body.errors).toHaveLength(1);
  });
});

describe('a list of agencies', () => {
  test('is narrowed by state and sorted by debt, also when it is searched', async () => {
    const { body } = await manager.graphql(`{
      agencies(filter: { status: { equalTo: "active" } }, orderBy: [DEBT_AMOUNT_DESC], first: 1) {
        nodes { code debtAmount } }
      searchAgencies(query: "DL0001", filter: { status: { equalTo: "blocked" } }) { totalCount }
    }`);

    expect(body.data.agencies.nodes).toEqual([{ code: 'DL0001', debtAmount: '3000000' }]);
    expect(body.data.searchAgencies.totalCount).toBe(0);
  });
});
