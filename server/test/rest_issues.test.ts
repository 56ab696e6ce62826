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

const refusals = () =>
  server.db.query<{ code: string; command: string; request_id: string; details: unknown }>(
    `select code, command, request_id, details from audit.refusal
      order by created_at desc, id desc`,
  );

describe('posting a stock-out slip', () => {
  test('answers 201 with its number, its lines and the debt after it', async () => {
    const answer = await sales.post(
      PATH,
      order({
        items: [
          { item_id: known.item('LE'), quantity: 3 },
          { item_id: known.item('DUONG'), quantity: '0.5' },
        ],
        paid_now: '1000',
        note: 'giao buổi sáng',
      }),
    );
    const worth = Number(known.worth('LE', 3)) + Number(known.worth('DUONG', 0.5));
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      code: expect.stringMatching(/^PX-\d{4}-\d{6}$/),
      status: 'confirmed',
      agency_id: known.agency('DL0001'),
      issue_date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      total_amount: String(worth),
      paid_now: '1000',
      debt_after: String(worth - 1000),
      note: 'giao buổi sáng',
      items: [
        {
          item_id: known.item('LE'),
          quantity: '3',
          is_free: false,
          unit_price: known.worth('LE'),
          line_total: known.worth('LE', 3),
        },
        {
          item_id: known.item('DUONG'),
          quantity: '0.5',
          is_free: false,
          unit_price: known.worth('DUONG'),
          line_total: known.worth('DUONG', 0.5),
        },
      ],
    });
    const shown = await sales.get(`${PATH}/${answer.body.id}`);
    expect(shown.body).toEqual(answer.body);
  });

  test('twice with one client key makes one slip', async () => {
    const wish = order();
    const answers = await Promise.all([
      sales.post(PATH, wish),
      sales.post(PATH, wish),
      sales.post(PATH, wish),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const rows = await server.db.query('select from audit.command where client_key = $1', [
      wish.client_key,
    ]);
    expect(rows).toHaveLength(1);
  });

  test('with a client key that stands for other content is refused', async () => {
    const wish = order();
    await sales.post(PATH, wish);
    const answer = await sales.post(PATH, { ...wish, note: 'something else' });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      code: 'DUPLICATE_REQUEST',
      details: { client_key: wish.client_key },
    });
  });
});

describe('a refused slip', () => {
  test('over the debt limit comes back with every figure of the sum', async () => {
    const answer = await sales.post(
      PATH,
      order({
        agency_id: known.agency('DL0002'),
        items: [{ item_id: known.item('TRON'), quantity: 6 }],
        paid_now: '250000',
      }),
    );
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      code: 'DEBT_LIMIT',
      details: {
        agency_id: known.agency('DL0002'),
        agency_code: 'DL0002',
        agency_name: 'Đại lý Minh Phát',
        current_debt: '0',
        limit: '5000000',
        limit_source: 'type',
        slip_total: '6000000',
        paid_now: '250000',
        would_be: '5750000',
        short_by: '750000',
        available: '5250000',
      },
    });
    expect(answer.body.trace_id).toBe(answer.headers.get('x-trace-id'));
    expect(answer.body.message).toContain('750,000');
  });

  test('for want of stock names every item that is short', async () => {
    const answer = await sales.post(
      PATH,
      order({
        items: [
          { item_id: known.item('CUOI'), quantity: 2 },
          { item_id: known.item('MI'), quantity: 1 },
          { item_id: known.item('DUONG'), quantity: '20.501' },
        ],
      }),
    );
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('OUT_OF_STOCK');
    expect(answer.body.details.items).toMatchObject([
      {
        item_id: known.item('CUOI'),
        sku: 'CUOI',
        unit: 'Chai',
        requested: '2',
        available: '1',
        shortage: '1',
      },
      { sku: 'DUONG', unit: 'Kg', requested: '20.501', shortage: expect.any(String) },
    ]);
  });

  test('is written down with its figures under the trace id of the request', async () => {
    const answer = await sales.send('POST', PATH, {
      body: order({ agency_id: known.agency('DL0003') }),
      headers: { 'X-Request-Id': 'from-the-gateway-1' },
    });
    expect(answer.body).toMatchObject({
      code: 'AGENCY_NOT_ACTIVE',
      trace_id: 'from-the-gateway-1',
    });
    const [newest] = await refusals();
    expect(newest).toMatchObject({
      code: 'AGENCY_NOT_ACTIVE',
      command: 'createIssue',
      request_id: 'from-the-gateway-1',
      details: answer.body.details,
    });
  });

  test('is counted by its code', async () => {
    await sales.post(PATH, order({ items: [{ item_id: known.item('NGUNG'), quantity: 1 }] }));
    const metrics = await fetch(`${server.running.metricsUrl}/metrics`).then((response) =>
      response.text(),
    );
    expect(metrics).toMatch(/^refusals_total\{code="ITEM_INACTIVE"\} 1$/m);
  });

  test('leaves nothing behind', async () => {
    const count = 'select count(*)::int as n from inventory.issue';
    const [before] = await server.db.query<{ n: number }>(count);
    await sales.post(PATH, order({ items: [{ item_id: known.item('CUOI'), quantity: 9 }] }));
    expect(await server.db.query(count)).toEqual([before]);
  });

  test('is refused to those who may not write slips', async () => {
    for (const role of ['accountant', 'warehouse', 'auditor', 'agency']) {
      const answer = await (await server.signedIn(role)).post(PATH, order());
      expect(answer.status).toBe(403);
      expect(answer.body.code).toBe('PERMISSION_DENIED');
    }
  });
});
