// Two servers behind a real nginx: they know who asks, and what is limited is limited once, however
// many servers there are.
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePorts } from '../../../db/test/support/free_ports.ts';
import { testDatabase, type TestDatabase } from '../../../db/test/support/database.ts';
import { catalogue } from '../../../platform/catalogue.ts';
import { listeningPage } from '../../../server/test/support/listening_page.ts';
import { startProcess } from '../../../server/test/support/process.ts';
import { makeAttacker, type Attacker } from '../../scan/attacker.ts';
import { startNginx, type Nginx } from '../run.ts';

const PASSWORD = 'daily-2026';
const WRONG = 'not the password';

let db: TestDatabase;
let servers: { child: ChildProcess; url: string }[] = [];
let nginx: Nginx;
beforeAll(async () => {
  db = await testDatabase();
  // each believes nginx about who asks, and nobody else
  servers = await Promise.all(
    [1, 2].map(() => startProcess(db, { TRUSTED_PROXIES: '127.0.0.1', DATABASE_POOL_SIZE: '2' })),
  );
  const [port = 0] = await freePorts(1);
  const [one = '', other = ''] = servers.map(({ url }) => new URL(url).host);
  nginx = await startNginx(port, [one, other]);
});
afterAll(async () => {
  await nginx?.stop();
  for (const { child } of servers) child.kill('SIGKILL');
  await db.close();
});
beforeEach(() => db.query('delete from auth.login_attempt'));

/** A browser at an address; on this machine there are 16 million of them. */
const at = (address: string): Attacker => makeAttacker(nginx.url, address);
const mail = (role: string): string => `${role}@sodaily.test`;

async function fail(times: number, who: (nth: number) => [address: string, email: string]) {
  const statuses: number[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    const [address, email] = who(nth);
    statuses.push((await at(address).signIn(email, WRONG)).status);
  }
  return statuses;
}

/** Which servers answered since a moment of the log. */
const serversSince = (before: number): Set<string> =>
  new Set(
    nginx
      .requests()
      .slice(before)
      .map(({ server }) => server),
  );

describe('who asks', () => {
  test.each([
    ['nothing', {}],
    ['another address', { 'X-Forwarded-For': '203.0.113.9' }],
    ['a chain of addresses', { 'X-Forwarded-For': '203.0.113.9, 127.0.0.1' }],
    ['the newer header', { Forwarded: 'for=203.0.113.9', 'X-Real-IP': '203.0.113.9' }],
  ])('is where the connection comes from when the visitor writes %s', async (_what, headers) => {
    const body = { email: mail('sales'), password: WRONG };
    await at('127.0.1.7').send('POST', '/auth/login', { body, headers });

    expect(await db.query('select host(address) as address from auth.login_attempt')).toEqual([
      { address: '127.0.1.7' },
    ]);
  });

  test('is not believed of somebody who reaches a server past nginx', async () => {
    const stranger = makeAttacker(servers[0]?.url ?? '', '127.0.1.8');
    await stranger.send('POST', '/auth/login', {
      body: { email: mail('sales'), password: WRONG },
      headers: { 'X-Forwarded-For': '203.0.113.9' },
    });

    expect(await db.query('select host(address) as address from auth.login_attempt')).toEqual([
      { address: '127.0.1.8' },
    ]);
  });
});

describe('attempts to sign in are counted once for both servers', () => {
  test('by account: five from five addresses are free, the sixth waits wherever it comes from', async () => {
    const before = nginx.requests().length;
    const statuses = await fail(6, (nth) => [`127.0.2.${nth + 1}`, mail('manager')]);

    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect(serversSince(before).size).toBe(2);
  });

  test('by address: twenty accounts are free, the next waits there and nowhere else', async () => {
    const statuses = await fail(21, (nth) => ['127.0.3.1', `person${nth}@sodaily.test`]);

    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), 429]);
    expect((await at('127.0.3.2').signIn(mail('sales'), PASSWORD)).status).toBe(200);
  });

  test('by pair: guesses at the address of somebody known hold up whoever is not their browser', async () => {
    const own = at('127.0.4.1');
    expect((await own.signIn(mail('sales'), PASSWORD)).status).toBe(200);
    const statuses = await fail(6, () => ['127.0.4.1', mail('sales')]);

    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await own.signIn(mail('sales'), PASSWORD)).status).toBe(200);
  });

  test('an address that is closed lets the browsers through that have signed in before', async () => {
    const office = at('127.0.5.1');
    expect((await office.signIn(mail('accountant'), PASSWORD)).status).toBe(200);
    await db.query('delete from auth.login_attempt');
    await fail(20, (nth) => ['127.0.5.1', `person${nth}@sodaily.test`]);

    expect((await at('127.0.5.1').signIn(mail('warehouse'), PASSWORD)).status).toBe(429);
    for (let nth = 0; nth < 4; nth += 1)
      expect((await office.signIn(mail('accountant'), PASSWORD)).status).toBe(200);
  });
});

test('twenty forgotten passwords an hour are taken from an address by both servers together, and nobody there is kept from signing in', async () => {
  const ask = (nth: number) =>
    at('127.0.6.1').post('/auth/password/forgot', { email: `person${nth}@sodaily.test` });
  const before = nginx.requests().length;
  const first = await Promise.all(Array.from({ length: 10 }, (_, nth) => ask(nth)));
  const second = await Promise.all(Array.from({ length: 10 }, (_, nth) => ask(10 + nth)));

  expect(new Set([...first, ...second].map(({ status }) => status))).toEqual(new Set([202]));
  const refused = await ask(20);
  expect([refused.status, refused.body]).toEqual([429, expect.stringContaining('TOO_MANY_LINKS')]);
  expect(serversSince(before).size).toBe(2);
  expect((await at('127.0.6.1').signIn(mail('sales'), PASSWORD)).status).toBe(200);
});

test('sockets pass, and a notification reaches the pages on either server', async () => {
  const manager = at('127.0.7.1');
  await manager.signIn(mail('manager'), PASSWORD);
  const before = nginx.requests().length;
  const cookie = manager.cookieHeader();
  const pages = [await listeningPage(nginx.url, cookie), await listeningPage(nginx.url, cookie)];
  // the database hears LISTEN a moment after the socket is accepted
  await expect
    .poll(
      async () => {
        await db.commitOwner(async (owner) => {
          await owner.query('set local role sodaily_definer');
          await owner.query(
            `select notification.notify('low_stock', $1, null, array(
            select row(u.id, '{"items": "1", "names": "Mì"}')::notification.message
            from auth."user" as u where u.email like 'manager@%'))`,
            [randomUUID()],
          );
        });
        return pages.every(({ heard }) => heard.some((text) => text.includes('"low_stock"')));
      },
      { timeout: 10_000, interval: 300 },
    )
    .toBe(true);

  for (const page of pages) await page.close();
  await expect.poll(() => serversSince(before).size).toBe(2);
});

test('the id of a request is made by nginx and stands in its log and in the answer', async () => {
  const answer = await at('127.0.8.1').get('/readyz', { 'X-Request-Id': 'chosen-by-the-visitor' });

  const id = answer.headers['x-trace-id'];
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(nginx.requests().find(({ trace_id }) => trace_id === id)).toMatchObject({
    address: '127.0.8.1',
    method: 'GET',
    path: '/readyz',
    status: 200,
  });
});

test.each([
  ['100 kB, by the server', 150_000],
  ['1 MB, by nginx', 3_000_000],
])('a body of more than %s is refused in the same words', async (_who, letters) => {
  const answer = await at('127.0.9.1').post('/auth/login', { email: 'x'.repeat(letters) });

  expect(answer.status).toBe(413);
  expect(JSON.parse(answer.body)).toEqual({
    code: 'VALIDATION_ERROR',
    message: catalogue.entry('VALIDATION_ERROR')?.en,
    details: { fields: [{ path: '', reason: 'too_large' }] },
    trace_id: expect.any(String),
  });
});

test('while one server is away the other answers, and when both are, people are told to come again', async () => {
  const [one, other] = servers;
  one?.child.kill('SIGKILL');
  for (let nth = 0; nth < 6; nth += 1)
    expect((await at('127.0.10.1').get('/readyz')).status).toBe(200);
  if (other) {
    const gone = once(other.child, 'exit');
    other.child.kill('SIGKILL');
    await gone;
  }

  const answer = await at('127.0.10.1').get('/readyz');
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBe('1');
  expect(JSON.parse(answer.body)).toMatchObject({
    code: 'BUSY',
    message: catalogue.entry('BUSY')?.en,
  });
});
