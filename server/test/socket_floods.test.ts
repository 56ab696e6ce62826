// A socket that sends without end or never reads: it must cost the others nothing.
import { setTimeout as pause } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from 'graphql-ws';
import WebSocket, { WebSocketServer } from 'ws';
import { freePorts } from '../../db/test/support/free_ports.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { guardFromFloods } from '../graphql/flood_guard.ts';
import {
  closeCodeIn,
  EMPTY_FRAGMENT,
  flooderAt,
  frameOf,
  PING,
  PONG,
  type Flooder,
} from './support/flooder.ts';
import { startProcess } from './support/process.ts';
import { personAt, type Person } from './support/server.ts';

const INIT = frameOf('{"type":"connection_init"}');
const MB = 1024 * 1024;

let db: TestDatabase;
let server: { child: ChildProcess; url: string };
let metricsPort = 0;
let sales: Person;
const flooders: Flooder[] = [];
beforeAll(async () => {
  db = await testDatabase({ seed: 'classic' });
  [metricsPort = 0] = await freePorts(1);
  server = await startProcess(db, { METRICS_PORT: String(metricsPort) });
  sales = await signedIn('sales');
});
afterEach(async () => {
  for (const { socket } of flooders.splice(0)) socket.destroy();
  await noneIsLeft();
});
afterAll(async () => {
  server.child.kill();
  await db.close();
});

async function signedIn(role: string): Promise<Person> {
  const person = personAt(server.url);
  await person.signIn(`${role}@sodaily.test`);
  return person;
}

async function flooder(reads = false): Promise<Flooder> {
  const made = await flooderAt(server.url, sales.cookieHeader(), reads);
  flooders.push(made);
  return made;
}

async function figure(name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1],
  );
}
/** Whatever the other side does: it may not even notice. */
const noneIsLeft = () => expect.poll(socketsLeft, { timeout: 10_000 }).toBe(0);
const socketsLeft = () => figure('websocket_connections');
const memory = () => figure('process_resident_memory_bytes');

describe('a socket that never reads', () => {
  test('and sends 855,000 pings is closed, and the memory is where it was', async () => {
    const before = await memory();
    const at = await flooder();
    await at.flood(INIT, 1);
    await at.flood(frameOf('{"type":"ping"}'), 855_000);
    await noneIsLeft();
    expect(((await memory()) - before) / MB).toBeLessThan(100);
  });

  test('and does not begin is gone soon after the time to begin is over, though it never says goodbye', async () => {
    const at = await flooder();
    await pause(3_000);
    await noneIsLeft();
    expect(at.isGone()).toBe(false);
  });
});

describe('a socket that sends too much', () => {
  const subscribe =
    '{"type":"subscribe","id":"1","payload":{"query":"subscription { notificationReceived '
    + '{ id } }"}}';
  test.each<[string, Buffer]>([
    ['pings of the protocol', frameOf('{"type":"ping"}')],
    ['pongs of the protocol', frameOf('{"type":"pong"}')],
    ['pongs of WebSocket', frameOf('', PONG)],
    [
      'subscribing and ending it',
      Buffer.concat([frameOf(subscribe), frameOf('{"type":"complete","id":"1"}')]),
    ],
    ['ends of what never began', frameOf('{"type":"complete","id":"9"}')],
    [
      'frames of 20 kB',
      frameOf(JSON.stringify({ type: 'ping', payload: { a: 'x'.repeat(20_000) } })),
    ],
  ])('%s: it is told 4429 and why', async (_what, frame) => {
    const at = await flooder(true);
    await at.flood(INIT, 1);
    // until it is let in
    await expect.poll(() => String(at.heard())).toContain('connection_ack');
    await at.flood(frame, 5_000);
    await expect.poll(() => at.isGone(), { timeout: 10_000 }).toBe(true);
    expect(closeCodeIn(at.heard())).toBe(4429);
  });

  test.each<[string, Buffer, Buffer]>([
    ['pieces of a message that never ends', frameOf('x', 0x01), frameOf('', EMPTY_FRAGMENT)],
    ['pings of WebSocket', INIT, frameOf('', PING)],
  ])('%s: it is closed', async (_what, first, frame) => {
    const at = await flooder(true);
    await at.flood(first, 1);
    await at.flood(frame, 100_000);
    await expect.poll(() => at.isGone(), { timeout: 10_000 }).toBe(true);
  });

  test('before it has begun: it is closed all the same', async () => {
    const at = await flooder();
    await at.flood(frameOf('{"type":"ping"}'), 100_000);
    await expect.poll(socketsLeft, { timeout: 10_000 }).toBe(0);
  });

  test('again and again, with a new socket each time: it is let in no more', async () => {
    const tries = async (): Promise<string> => {
      for (let nth = 0; nth < 200; nth += 1) {
        try {
          (await flooder()).socket.destroy();
        } catch (error) {
          return String(error);
        }
      }
      return 'let in';
    };
    const warehouse = await signedIn('warehouse');
    expect(await tries()).toContain('429');
    expect(
      await flooderAt(server.url, warehouse.cookieHeader()).then((at) => at.socket.destroy()),
    ).toBeDefined();
  });
});

describe('a client that is sent more than it reads', () => {
  test('is closed, though it sends nothing', async () => {
    const [port = 0] = await freePorts(1);
    const sockets = new WebSocketServer({ port, host: '127.0.0.1' });
    const { promise: closed, resolve } = Promise.withResolvers<number>();
    sockets.on('connection', (socket, { socket: connection }) => {
      guardFromFloods(socket, connection, 100);
      socket.on('close', (code) => resolve(code));
      for (let nth = 0; nth < 200; nth += 1) socket.send('x'.repeat(100_000));
    });
    const at = await flooderAt(`http://127.0.0.1:${port}`, '');
    flooders.push(at);
    const [client] = sockets.clients;
    await expect.poll(() => client?.readyState, { timeout: 3_000 }).toBe(WebSocket.CLOSING);
    at.socket.destroy();
    await closed;
    sockets.close();
  });
});

describe('while five sockets flood', () => {
  test('a colleague waits no longer than ever', async () => {
    const manager = await signedIn('manager');
    const longestOf = async (many: number): Promise<number> => {
      let longest = 0;
      for (let nth = 0; nth < many; nth += 1) {
        const began = performance.now();
        expect((await manager.graphql('{ businessDate }')).status).toBe(200);
        longest = Math.max(longest, performance.now() - began);
      }
      return longest;
    };
    // the machine may be busy with something else
    const quiet = await longestOf(20);
    sales = await signedIn('accountant');
    const floods = await Promise.all(Array.from({ length: 5 }, () => flooder()));
    const flooding = Promise.all(
      floods.map(async (at) => {
        await at.flood(INIT, 1);
        await at.flood(frameOf('{"type":"ping"}'), 200_000);
      }),
    );
    const longest = await longestOf(20);
    await flooding;
    expect(longest).toBeLessThan(Math.max(500, 10 * quiet));
  });
});

describe('a real client', () => {
  test('that keeps its connection alive and goes from page to page stays connected', async () => {
    const cookie = (await signedIn('manager')).cookieHeader();
    class SocketWithCookie extends WebSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols, { headers: { cookie } });
      }
    }
    const closed: unknown[] = [];
    let pongs = 0;
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: SocketWithCookie,
      lazy: false,
      retryAttempts: 0,
      keepAlive: 500,
      on: {
        closed: (event) => closed.push(event),
        pong: () => {
          pongs += 1;
        },
      },
    });
    for (let page = 0; page < 25; page += 1) {
      const leave = client.subscribe(
        { query: 'subscription { notificationReceived { id } }' },
        { next: () => undefined, error: (error) => closed.push(error), complete: () => undefined },
      );
      await pause(200);
      leave();
    }
    expect(closed).toEqual([]);
    expect(pongs).toBeGreaterThan(5);
    await client.dispose();
  });
});
