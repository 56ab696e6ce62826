import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SESSION_ENDED } from '../graphql/websocket.ts';
import { PASSWORD, testServer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());

type Listed = { id: string; address: string; browser: string; is_current: boolean };
const sessionsOf = async (person: Person): Promise<Listed[]> =>
  (await person.get('/auth/sessions')).body.sessions;
const end = (person: Person, id = '') => person.send('DELETE', `/auth/sessions${id && `/${id}`}`);
const isAlive = async (person: Person) => (await person.get('/auth/me')).status === 200;

async function signedInWith(browser: string, role: string): Promise<Person> {
  const person = server.visitor();
  await person.send('POST', '/auth/login', {
    body: { email: `${role}@sodaily.test`, password: PASSWORD },
    headers: { 'User-Agent': browser },
  });
  return person;
}

/** An open page of the person; resolves when it is connected. */
async function page(person: Person): Promise<WebSocket> {
  const socket = new WebSocket(
    `${server.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
    {
      headers: { Cookie: person.cookieHeader() },
    },
  );
  await once(socket, 'open');
  return socket;
}

test("a person sees where they are signed in, and nobody else's sessions", async () => {
  const [phone, desk] = [await signedInWith('Phone', 'sales'), await signedInWith('Desk', 'sales')];
  await server.signedIn('manager');

  const listed = await sessionsOf(desk);

  expect(listed.map(({ browser, is_current: isCurrent }) => [browser, isCurrent])).toEqual([
    ['Desk', true],
    ['Phone', false],
  ]);
  expect(Object.keys(listed[0] ?? {}).toSorted()).toEqual([
    'address',
    'browser',
    'created_at',
    'id',
    'is_current',
    'last_used_at',
  ]);
  expect(listed[0]?.address).toMatch(/127\.0\.0\.1/);
  await end(phone);
  await desk.post('/auth/logout');
  await phone.post('/auth/logout');
});

describe('ending a session', () => {
  test("of one's own acts at once, on requests, refreshing and open pages", async () => {
    const [phone, desk] = [
      await signedInWith('Phone', 'accountant'),
      await signedInWith('Desk', 'accountant'),
    ];
    const [open, mine] = [await page(phone), await page(desk)];
    const closed = once(open, 'close');
    const id = (await sessionsOf(desk)).find(({ browser }) => browser === 'Phone')?.id ?? '';
    const began = performance.now();

    expect((await end(desk, id)).status).toBe(204);

    expect(await isAlive(phone)).toBe(false);
    expect((await phone.post('/auth/refresh')).status).toBe(401);
    const [code] = await closed;
    expect(code).toBe(SESSION_ENDED);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await isAlive(desk)).toBe(true);
    expect(mine.readyState).toBe(WebSocket.OPEN);
    mine.terminate();
  });

  test('that one asks from is signing out', async () => {
    const desk = await server.signedIn('warehouse');
    const [here] = await sessionsOf(desk);

    expect((await end(desk, here?.id)).status).toBe(204);

    expect([...desk.cookies.keys()]).toEqual(['sodaily_device']);
  });

  test('without naming one ends all others', async () => {
    const [one, two, here, other] = [
      await server.signedIn('agency'),
      await server.signedIn('agency'),
      await server.signedIn('agency'),
      await server.signedIn('manager'),
    ];

    expect((await end(here)).status).toBe(204);

    expect(await Promise.all([one, two, here, other].map(isAlive))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test('of somebody else, of nobody, and twice is not found', async () => {
    const [sales, manager] = [await server.signedIn('sales'), await server.signedIn('manager')];
    const theirs = (await sessionsOf(manager)).find(({ is_current: isCurrent }) => isCurrent);
    const second = await server.signedIn('sales');
    const own = (await sessionsOf(second)).find(({ is_current: isCurrent }) => isCurrent);
    await end(sales, own?.id);

    for (const id of [
      theirs?.id ?? '',
      own?.id ?? '',
      '00000000-0000-4000-8000-000000000000',
      'none',
    ]) {
      const answer = await end(sales, id);
      expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
    }
    expect(await isAlive(manager)).toBe(true);
  });

  test("needs a living session of one's own, and the header that only our pages send", async () => {
    const sales = await server.signedIn('sales');
    const other = await server.signedIn('sales');
    const foreign = await sales.send('DELETE', '/auth/sessions', {
      headers: { 'X-Sodaily-CSRF': undefined },
    });
    expect(foreign.body.code).toBe('CSRF_HEADER_MISSING');
    expect(await isAlive(other)).toBe(true);

    const Cookie = sales.cookieHeader();
    await sales.post('/auth/logout');
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['DELETE', '/00000000-0000-4000-8000-000000000000'],
    ] as const) {
      for (const headers of [{ Cookie }, {}]) {
        const answer = await server.visitor().send(method, `/auth/sessions${path}`, { headers });
        expect([answer.status, answer.body.code]).toEqual([401, 'INVALID_TOKEN']);
      }
    }
    expect(await isAlive(other)).toBe(true);
  });
});

test("changing the password closes the pages of other sessions, not one's own", async () => {
  const [here, elsewhere] = [await server.signedIn('auditor'), await server.signedIn('auditor')];
  const [mine, theirs] = [await page(here), await page(elsewhere)];
  const closed = once(theirs, 'close');

  await here.post('/auth/password/change', { current: PASSWORD, new: 'con trâu đi trước cái cày' });

  expect((await closed)[0]).toBe(SESSION_ENDED);
  expect(mine.readyState).toBe(WebSocket.OPEN);
  mine.terminate();
});
