import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

const PATH = '/api/v1/inventory/issues';

let server: TestServer;
let known: Catalogue;
let sales: Person;
beforeAll(async () => {
  server = await testServer();
  known = await catalogue(server.db);
  sales = await server.signedIn('sales');
});
afterAll(() => server.close());

const order = (changes: Record<string, unknown> = {}) => ({
  client_key: randomUUID(),
  agency_id: known.agency('DL0001'),
  items: [{ item_id: known.item('MI'), quantity: '2' }],
  ...changes,
});

describe('reading', () => {
  test('needs a signed-in person', async () => {
    for (const path of [`${PATH}/1`, '/api/v1/inventory/items', '/api/v1/agency/agencies']) {
      const answer = await server.visitor().get(path);
      expect(answer.status).toBe(401);
      expect(answer.body.code).toBe('INVALID_TOKEN');
    }
  });

  test('hides another agency’s slip as if it did not exist', async () => {
    const admin = await server.signedIn('admin');
    const made = await admin.post(PATH, order({ agency_id: known.agency('DL0004') }));
    expect(made.status).toBe(201);
    const agency = await server.signedIn('agency');
    expect((await agency.get(`${PATH}/${made.body.id}`)).status).toBe(404);
    expect((await admin.get(`${PATH}/${made.body.id}`)).status).toBe(200);
  });

  test('finds items by words without accents, a page at a time', async () => {
    const found = await sales.get('/api/v1/inventory/items?q=duong%20bien');
    expect(found.body).toMatchObject({
      count: 1,
      results: [{ sku: 'DUONG', unit: 'Kg', issue_price: known.worth('DUONG'), is_active: true }],
    });
    const second = await sales.get('/api/v1/inventory/items?limit=2&offset=4');
    expect(second.body).toMatchObject({ count: 6, results: [{}, {}] });
    const beyond = await sales.get('/api/v1/inventory/items?offset=100');
    expect(beyond.body).toEqual({ count: 6, results: [] });
  });

  test('shows the agencies one is assigned to', async () => {
    const found = await sales.get('/api/v1/agency/agencies');
    expect(found.body.count).toBe(3);
    expect(found.body.results[0]).toMatchObject({
      id: expect.any(String),
      code: expect.stringMatching(/^DL/),
      debt_amount: expect.any(String),
      debt_limit: expect.any(String),
    });
    expect(
      (await (await server.signedIn('agency')).get('/api/v1/agency/agencies')).body.count,
    ).toBe(1);
  });

  test.each(['limit=0', 'limit=101', 'limit=many', 'offset=-1'])(
    'refuses a page that makes no sense: %s',
    async (query) => {
      expect((await sales.get(`/api/v1/inventory/items?${query}`)).status).toBe(400);
    },
  );
});
