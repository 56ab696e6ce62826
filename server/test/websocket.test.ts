import { randomUUID } from 'node:crypto';
import { createClient, type Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';
import { asSuperuser, cutConnections } from './support/superuser.ts';

const RECEIVED = 'subscription { notificationReceived { id kind payload user: userId } }';

let server: TestServer;
let known: Catalogue;
const clients: Client[] = [];
beforeAll(async () => {
  server = await testServer();
  known = await catalogue(server.db);
});
afterAll(() => server.close());
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.dispose()));
});

const address = () => `${server.url.replace('http', 'ws')}/graphql`;

/** What a person is told, as it comes in; errors of the connection count too. */
function listen(person: Person, query = RECEIVED) {
  const heard: unknown[] = [];
  const cookie = person.cookieHeader();
  class SocketWithCookie extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { headers: { cookie } });
    }
  }
  const client = createClient({
    url: address(),
    webSocketImpl: SocketWithCookie,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
  });
  clients.push(client);
  client.subscribe(
    { query },
    {
      next: (message) => heard.push(message),
      error: (error) => heard.push(error),
      complete: () => undefined,
    },
  );
  return heard;
}

/** The moment the database hears LISTEN: an announcement before it would be missed. */
async function listening(people: number): Promise<void> {
  await expect
    .poll(
      async () =>
        (
          await asSuperuser(
            server.db,
            `select from pg_stat_activity where application_name = 'sodaily-listener'
       and datname = current_database() and query ilike 'listen%'`,
          )
        ).length,
      { timeout: 5_000 },
    )
    .toBe(1);
  await expect.poll(() => clients.length).toBe(people);
  await new Promise((resolve) => setTimeout(resolve, 150));
}

async function upgradeStatus(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address(), 'graphql-transport-ws', { headers });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });
}

describe('notifications', () => {
  test('reach the people concerned the moment they are written, and nobody else', async () => {
    const [warehouse, agency, sales, auditor] = await Promise.all(
      ['warehouse', 'agency', 'sales', 'auditor'].map((role) => server.signedIn(role)),
    );
    const heard = {
      warehouse: listen(warehouse!),
      agency: listen(agency!),
      sales: listen(sales!),
      auditor: listen(auditor!),
    };
    await listening(4);
    const made = await sales!.post('/api/v1/inventory/issues', {
      client_key: randomUUID(),
      agency_id: known.agency('DL0002'),
      items: [{ item_id: known.item('MI'), quantity: 1 }],
    });
    await server.db.query('select notification.notify_issue_created($1)', [made.body.id]);
    await expect.poll(() => heard.warehouse.length).toBe(1);
    expect(heard.warehouse[0]).toMatchObject({
      data: {
        notificationReceived: {
          kind: 'issue_created',
          payload: { issue_code: made.body.code, agency_code: 'DL0002' },
        },
      },
    });
    expect(JSON.stringify(heard.warehouse)).not.toContain('total_amount');
    await expect.poll(() => heard.sales.length).toBe(1);
    expect(heard.sales[0]).toMatchObject({
      data: { notificationReceived: { kind: 'issue_announced' } },
    });
    expect(heard.agency).toEqual([]);
    expect(heard.auditor).toEqual([]);
  });

  test('cannot be listened to under another name', async () => {
    const sales = await server.signedIn('sales');
    const heard = listen(sales, 'subscription { notificationReceived(userId: "1") { id } }');
    await expect.poll(() => heard.length).toBe(1);
    expect(JSON.stringify(heard)).toContain('VALIDATION_ERROR');
  });

  test('a forged announcement shows nobody a row that is not theirs', async () => {
    const [sales, admin] = [await server.signedIn('sales'), await server.signedIn('admin')];
    const heard = listen(sales);
    await listening(1);
    const made = await admin.post('/api/v1/inventory/issues', {
      client_key: randomUUID(),
      agency_id: known.agency('DL0004'),
      items: [{ item_id: known.item('MI'), quantity: 1 }],
    });
    await server.db.query('select notification.notify_issue_created($1)', [made.body.id]);
    await server.db.query(
      `select pg_notify('notification:' || u.id, json_build_object('id', n.id)::text)
      from auth."user" as u, notification.notification as n
      where u.email = 'sales@sodaily.test' and n.user_id <> u.id and n.subject = $1`,
      [made.body.id],
    );
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    for (const message of heard)
      expect(message).toMatchObject({ data: { notificationReceived: null } });
  });
});

describe('a socket', () => {
  test('is refused without a living session', async () => {
    expect(await upgradeStatus({})).toBe(401);
    const sales = await server.signedIn('sales');
    const cookie = sales.cookieHeader();
    expect(await upgradeStatus({ cookie })).toBe(101);
    await sales.post('/auth/logout');
    expect(await upgradeStatus({ cookie })).toBe(401);
  });

  test('is refused to a page of another site', async () => {
    const cookie = (await server.signedIn('sales')).cookieHeader();
    expect(await upgradeStatus({ cookie, origin: 'https://elsewhere.example' })).toBe(403);
    expect(await upgradeStatus({ cookie, origin: server.url })).toBe(101);
  });

  test('takes subscriptions only: commands need the CSRF header', async () => {
    const heard = listen(
      await server.signedIn('sales'),
      'mutation { markAllNotificationsRead(input: {}) { result } }',
    );
    await expect.poll(() => heard.length).toBe(1);
    expect(JSON.stringify(heard)).toContain('http_only');
  });

  test('is closed within a minute after its session ended', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const sales = await server.signedIn('sales');
    const socket = new WebSocket(address(), 'graphql-transport-ws', {
      headers: { cookie: sales.cookieHeader() },
    });
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await new Promise((resolve) => socket.on('open', resolve));
    await sales.post('/auth/logout');
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    expect(await closed).toBe(4401);
  });

  test('is closed, for the client to come again, when messages may have been missed', async () => {
    const sales = await server.signedIn('sales');
    const socket = new WebSocket(address(), 'graphql-transport-ws', {
      headers: { cookie: sales.cookieHeader() },
    });
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    listen(sales);
    await listening(1);
    await cutConnections(server.db, 'sodaily-listener');
    expect(await closed).toBe(1012);
    clients.splice(0);
    const heard = listen(sales);
    await listening(1);
    expect(heard).toEqual([]);
  });
});
