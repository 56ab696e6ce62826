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

describe('input that makes no sense', () => {
  const item = () => known.item('MI');
  const cases: [
    name: string,
    changes: () => Record<string, unknown>,
    path: string,
    reason: string,
  ][] = [
    ['no lines', () => ({ items: [] }), 'items', 'required'],
    [
      'a quantity of zero',
      () => ({ items: [{ item_id: item(), quantity: 0 }] }),
      'items.0.quantity',
      'not_positive',
    ],
    [
      'a negative quantity',
      () => ({ items: [{ item_id: item(), quantity: '-1' }] }),
      'items.0.quantity',
      'not_positive',
    ],
    [
      'text as a quantity',
      () => ({ items: [{ item_id: item(), quantity: 'hai' }] }),
      'items.0.quantity',
      'not_a_number',
    ],
    ['no quantity', () => ({ items: [{ item_id: item() }] }), 'items.0.quantity', 'required'],
    [
      'NaN as a quantity',
      () => ({ items: [{ item_id: item(), quantity: 'NaN' }] }),
      'items.0.quantity',
      'not_a_number',
    ],
    [
      'a quantity of 10^30',
      () => ({ items: [{ item_id: item(), quantity: 1e30 }] }),
      'items.0.quantity',
      'too_large',
    ],
    [
      'a quantity of 10^30 in digits',
      () => ({ items: [{ item_id: item(), quantity: `1${'0'.repeat(30)}` }] }),
      'items.0.quantity',
      'too_large',
    ],
    [
      'half a carton',
      () => ({ items: [{ item_id: item(), quantity: 0.5 }] }),
      'items.0.quantity',
      'whole_number_only',
    ],
    [
      'an unknown item',
      () => ({ items: [{ item_id: '2147483647', quantity: 1 }] }),
      'items.0.item_id',
      'unknown',
    ],
    ['an unknown agency', () => ({ agency_id: '2147483647' }), 'agency_id', 'unknown'],
    [
      'somebody else’s agency',
      () => ({ agency_id: known.agency('DL0004') }),
      'agency_id',
      'unknown',
    ],
    ['a negative payment', () => ({ paid_now: -1 }), 'paid_now', 'negative'],
    ['a date in no calendar', () => ({ issue_date: '2026-02-30' }), 'issue_date', 'malformed'],
    ['a date to come', () => ({ issue_date: '2999-01-01' }), 'issue_date', 'in_future'],
    ['no client key', () => ({ client_key: undefined }), 'client_key', 'required'],
    [
      'a price of one’s own',
      () => ({ items: [{ item_id: item(), quantity: 1, unit_price: '1' }] }),
      'items.0.unit_price',
      'unknown_field',
    ],
    ['a key of the wrong kind', () => ({ agency_id: 'x'.repeat(10) }), 'agency_id', 'malformed'],
  ];
  test.each(cases)('is refused with its place: %s', async (_name, changes, path, reason) => {
    const answer = await sales.post(PATH, order(changes()));
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('VALIDATION_ERROR');
    expect(answer.body.details.fields).toContainEqual(expect.objectContaining({ path, reason }));
  });

  test('is told all at once', async () => {
    const answer = await sales.post(
      PATH,
      order({
        agency_id: '2147483647',
        items: [
          { item_id: item(), quantity: 0 },
          { item_id: '2147483647', quantity: 1 },
        ],
      }),
    );
    expect(answer.body.details.fields.map((field: { path: string }) => field.path).sort()).toEqual([
      'agency_id',
      'items.0.quantity',
      'items.1.item_id',
    ]);
  });

  test('such as malformed JSON is no accident of ours', async () => {
    const answer = await sales.send('POST', PATH, { text: '{"items": [' });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ reason: 'malformed' }] },
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/SyntaxError|node_modules|position/);
  });

  test('such as a huge body is refused unread', async () => {
    const answer = await sales.post(PATH, order({ note: 'x'.repeat(200_000) }));
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ reason: 'too_large' }] },
    });
  });

  test.each(['[]', '"text"', 'null', '{}'])('such as a body of %s', async (text) => {
    expect((await sales.send('POST', PATH, { text })).status).toBe(400);
  });
});
