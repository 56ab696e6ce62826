// Five hundred pages that are open and do nothing: what they cost, and that each hears the news.
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { freePorts } from '../../db/test/support/free_ports.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { startProcess } from './support/process.ts';
import { personAt } from './support/server.ts';

const CLIENTS = 500;
const MEGABYTE = 1_000_000;

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

async function residentBytes(metricsPort: number): Promise<number> {
  const text = await fetch(`http://127.0.0.1:${metricsPort}/metrics`).then((answer) =>
    answer.text(),
  );
  return Number(/^process_resident_memory_bytes (.+)$/m.exec(text)?.[1]);
}

/** A page that listens; resolves once the server has accepted the subscription's socket. */
async function listen(url: string, cookie: string, onMessage: () => void): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { cookie },
  });
  await once(socket, 'open');
  socket.on('message', (data: Buffer) => {
    const { type } = JSON.parse(data.toString()) as { type: string };
    if (type === 'connection_ack') {
      socket.send(
        JSON.stringify({
          id: '1',
          type: 'subscribe',
          payload: { query: 'subscription { notificationReceived { id kind } }' },
        }),
      );
    }
    if (type === 'next') onMessage();
  });
  socket.send('{"type":"connection_init"}');
  return socket;
}

test(`${CLIENTS} of them take at most 100 MB more memory, and all hear of a thing in seconds`, async () => {
  const [metricsPort = 0] = await freePorts(1);
  const { child, url } = await startProcess(db, {
    METRICS_PORT: String(metricsPort),
    SOCKETS_PER_USER: '1000',
  });
  const manager = personAt(url);
  await manager.signIn('manager@sodaily.test');
  let heard = 0;
  // the first makes the server load what a subscription needs
  const sockets = [
    await listen(url, manager.cookieHeader(), () => {
      heard += 1;
    }),
  ];
  const before = await residentBytes(metricsPort);
  while (sockets.length < CLIENTS) {
    sockets.push(
      ...(await Promise.all(
        Array.from({ length: 20 }, () =>
          listen(url, manager.cookieHeader(), () => {
            heard += 1;
          }),
        ),
      )),
    );
  }
  const opened = sockets.length;
  await new Promise((resolve) => {
    setTimeout(resolve, 1_000);
  });
  const more = (await residentBytes(metricsPort)) - before;

  await db.commitOwner(async (owner) => {
    await owner.query('set local role sodaily_definer');
    await owner.query(`select notification.notify('low_stock', 'now', null, array(
      select row(u.id, '{"items": "1", "names": "Mì"}')::notification.message from auth."user" as u
      where u.email like 'manager@%'))`);
  });
  const told = performance.now();
  await expect.poll(() => heard, { timeout: 10_000, interval: 20 }).toBe(opened);
  const seconds = (performance.now() - told) / 1000;

  console.log(
    `${opened} idle clients: ${(more / MEGABYTE).toFixed(0)} MB more, the last one heard `
      + `after ${(seconds * 1000).toFixed(0)} ms`,
  );
  expect(more).toBeLessThan(100 * MEGABYTE);
  expect(seconds).toBeLessThan(5);
  for (const socket of sockets) socket.terminate();
  child.kill('SIGKILL');
});
