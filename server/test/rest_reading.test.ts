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

describe('an address', () => {
  const items = (query: string) => sales.get(`/api/v1/inventory/items?${query}`);

  test.each([
    ['offset=', 'offset'],
    ['limit=0x10', 'limit'],
    ['limit=1e1', 'limit'],
    ['limit=%2010', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['limit=1.0', 'limit'],
    ['q[a]=b', 'q[a]'],
    ['ofset=20', 'ofset'],
  ])('with %s is told what is wrong with it', async (query, path) => {
    const answer = await items(query);

    expect(answer.status).toBe(400);
    expect(answer.body.details.fields).toEqual([
      { path, reason: path === 'ofset' || path === 'q[a]' ? 'unknown_field' : 'malformed' },
    ]);
  });

  test('of machines is not answered with the page', async () => {
    for (const path of ['/metrics', '/docs', '/graphiql', '/openapi', '/swagger/index']) {
      const answer = await fetch(`${server.running.url}${path}`, {
        headers: { accept: 'text/html' },
      });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  test('that takes bytes by PUT tells so, whatever is posted there', async () => {
    const answer = await fetch(`${server.running.url}/api/v1/imports/1/bytes/0`, {
      method: 'POST',
      body: 'x',
      headers: {
        'content-type': 'text/plain',
        'x-sodaily-csrf': '1',
        cookie: [...sales.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'PUT']);
  });
});

test('a field of a wrong type is not told as missing', async () => {
  const answer = await sales.post(PATH, order({ agency_id: true, note: 5 }));

  expect(answer.body.details.fields).toEqual([
    { path: 'agency_id', reason: 'malformed' },
    { path: 'note', reason: 'malformed' },
  ]);
});
