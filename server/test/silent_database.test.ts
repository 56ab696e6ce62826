// A network that loses connections without a word: what waits is given up in time, and the server
// is well again as soon as the network is, without being restarted.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { databaseProxy, type TcpProxy } from '../../db/test/support/tcp_proxy.ts';
import { withClient } from '../../db/tools/prepare.ts';
import { Listener } from '../../platform/listener.ts';
import { readEnv } from '../env.ts';
import { logOf } from '../log.ts';
import { start, type Running } from '../start.ts';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { personAt, type Person } from './support/server.ts';

const PATIENT = { timeout: 45_000, interval: 200 };

let db: TestDatabase;
let network: TcpProxy;
let running: Running;
let known: Catalogue;
let sales: Person;
beforeAll(async () => {
  db = await testDatabase();
  network = await databaseProxy(db.authenticatorUrl);
  known = await catalogue(db);
  running = await start(settings());
  sales = personAt(running.url);
  await sales.signIn('sales@sodaily.test');
});
afterAll(async () => {
  await running?.stop();
  await network?.close();
  await db?.close();
});

const settings = () =>
  readEnv({
    AUTHENTICATOR_DATABASE_URL: network.through(db.authenticatorUrl),
    SIGN_IN_DATABASE_URL: network.through(db.signin),
    JWT_SECRET: 'a secret of the tests, longer than 32 characters',
    SECOND_FACTOR_KEY: 'a key of the tests, longer than 32 characters',
    PORT: '0',
    METRICS_PORT: '0',
    COOKIE_SECURE: 'false',
    DEMO: 'true',
    LOG_LEVEL: 'silent',
    DATABASE_POOL_SIZE: '2',
    EXECUTION_TIMEOUT_MS: '1000',
    DRAIN_MS: '1000',
  });
const sell = (clientKey: string) =>
  sales.post('/api/v1/inventory/issues', {
    client_key: clientKey,
    agency_id: known.agency('DL0001'),
    items: [{ item_id: known.item('MI'), quantity: 1 }],
  });
const ready = async (): Promise<number> => (await fetch(`${running.url}/readyz`)).status;

test('requests are told to come again, and the same ones succeed once when they do', async () => {
  const before = randomUUID();
  const during = [randomUUID(), randomUUID(), randomUUID()];
  expect((await sell(before)).status).toBe(201);

  network.swallow();
  const answers = await Promise.all(during.map(sell));
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
    during.map(() => [503, 'BUSY']),
  );
  expect(await ready()).toBe(503);

  network.heal();
  await expect.poll(ready, PATIENT).toBe(200);
  for (const key of during)
    await expect.poll(async () => (await sell(key)).status, PATIENT).toBe(201);
  const kept = await db.query<{ count: number }>(
    'select count(*)::int as count from audit.command as c where c.client_key::text = any($1)',
    [[before, ...during]],
  );
  expect(kept).toEqual([{ count: during.length + 1 }]);
}, 120_000);

test('a network that cuts connections is one that comes back', async () => {
  network.cut();
  const key = randomUUID();
  expect(await sell(key)).toMatchObject({ status: 503, body: { code: 'BUSY' } });

  network.heal();
  await expect.poll(async () => (await sell(key)).status, PATIENT).toBe(201);
}, 60_000);

test('whoever listens notices that nothing is heard any more, and listens again', async () => {
  let lost = 0;
  const heartbeat = { everyMs: 100, answerMs: 300 };
  const url = network.through(db.authenticatorUrl);
  const listener = new Listener(
    url,
    'test-listener',
    logOf(settings()),
    () => (lost += 1),
    heartbeat,
  );
  await listener.subscribe('news');

  network.swallow();
  await expect.poll(() => lost, PATIENT).toBe(1);
  network.heal();
  const news = await listener.subscribe('news');
  const first = news.next();
  await withClient(db.authenticatorUrl, (client) => client.query("notify news, 'hello'"));
  expect((await first).value).toBe('hello');
  await listener.release();
}, 60_000);
