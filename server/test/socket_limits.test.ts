// What one person may hold open, and for how long.
import { once } from 'node:events';
import jwt from 'jsonwebtoken';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { testServer, type Person, type TestServer } from './support/server.ts';

const SECRET = 'a secret of the tests, longer than 32 characters';
let server: TestServer;
const open: WebSocket[] = [];
beforeAll(async () => {
  server = await testServer('classic', { SOCKETS_PER_USER: '3' });
});
afterAll(() => server.close());
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate();
  await vi.waitUntil(async () => {
    const { values } = await server.running.services.metrics.sockets.get();
    return (values[0]?.value ?? 0) === 0;
  });
});

function dial(cookie: string): WebSocket {
  const socket = new WebSocket(
    `${server.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
    { headers: { cookie } },
  );
  open.push(socket);
  return socket;
}

const closed = async (socket: WebSocket): Promise<number> =>
  Number((await once(socket, 'close'))[0]);

/** 101, or the status of the refusal. */
function admitted(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });
}

/** A token of the same session that is over sooner than ours are. */
function shortToken(person: Person, seconds: number): string {
  const { sub, sid } = jwt.decode(person.cookies.get('sodaily_access') ?? '') as {
    sub: string;
    sid: string;
  };
  return jwt.sign({ sid }, SECRET, {
    algorithm: 'HS256',
    issuer: 'sodaily',
    audience: 'sodaily-server',
    subject: sub,
    expiresIn: seconds,
    header: { alg: 'HS256', typ: 'at+jwt' },
  });
}

describe('a socket', () => {
  test('ends with the token it came with, for the client to come again with a new one', async () => {
    const sales = await server.signedIn('sales');
    const [short, long] = [
      dial(`sodaily_access=${shortToken(sales, 2)}`),
      dial(sales.cookieHeader()),
    ];
    for (const socket of [short, long]) {
      socket.on('open', () => socket.send('{"type":"connection_init"}'));
    }
    const began = Date.now();
    expect(await closed(short)).toBe(4001);
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(long.readyState).toBe(WebSocket.OPEN);
    expect((await sales.post('/auth/refresh')).status).toBe(200);
    expect(await admitted(dial(sales.cookieHeader()))).toBe(101);
  });

  test('that says nothing is closed after three seconds', async () => {
    const sales = await server.signedIn('sales');
    const began = Date.now();
    expect(await closed(dial(sales.cookieHeader()))).toBe(4408);
    expect(Date.now() - began).toBeGreaterThan(2_500);
  });

  test('that sends more than 100 kB at once is closed', async () => {
    const sales = await server.signedIn('sales');
    const socket = dial(sales.cookieHeader());
    socket.on('open', () =>
      socket.send(
        JSON.stringify({ type: 'connection_init', payload: { padding: 'x'.repeat(120_000) } }),
      ),
    );
    expect(await closed(socket)).toBe(1009);
  });

  test('that sends what is no message is closed', async () => {
    const sales = await server.signedIn('sales');
    const socket = dial(sales.cookieHeader());
    socket.on('open', () => socket.send('hello'));
    expect(await closed(socket)).toBe(4400);
  });
});

describe('one person', () => {
  test('has so many sockets and no more; each one closed makes room, and others have their own', async () => {
    const [sales, manager] = [await server.signedIn('sales'), await server.signedIn('manager')];
    const first = dial(sales.cookieHeader());
    expect(await admitted(first)).toBe(101);
    for (let nth = 2; nth <= 3; nth += 1)
      expect(await admitted(dial(sales.cookieHeader()))).toBe(101);
    expect(await admitted(dial(sales.cookieHeader()))).toBe(429);
    expect(await admitted(dial(manager.cookieHeader()))).toBe(101);
    const gone = closed(first);
    first.close();
    await gone;
    await expect.poll(() => admitted(dial(sales.cookieHeader()))).toBe(101);
  });

  test('who is refused is counted', async () => {
    const refusals = async () =>
      (await server.running.services.metrics.refusals.get()).values.find(
        ({ labels }) => labels.code === 'INVALID_TOKEN',
      )?.value ?? 0;
    const before = await refusals();
    expect(await admitted(dial('sodaily_access=x'))).toBe(401);
    expect(await refusals()).toBe(before + 1);
  });

  test('listens to ten things over one socket and no more', async () => {
    const sales = await server.signedIn('sales');
    const socket = dial(sales.cookieHeader());
    const errors: string[] = [];
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as {
        type: string;
        id: string;
        payload: [{ extensions: { code: string } }];
      };
      if (message.type === 'error')
        errors.push(`${message.id} ${message.payload[0].extensions.code}`);
      if (message.type !== 'connection_ack') return;
      for (let id = 1; id <= 12; id += 1) {
        socket.send(
          JSON.stringify({
            type: 'subscribe',
            id: String(id),
            payload: { query: 'subscription { notificationReceived { id } }' },
          }),
        );
      }
    });
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    await expect.poll(() => errors).toEqual(['11 TOO_MANY_REQUESTS', '12 TOO_MANY_REQUESTS']);
  });
});
