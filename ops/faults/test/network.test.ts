// The network between server and PostgreSQL breaks while people sell: it is cut, slow, or loses
// what is sent. What was acknowledged is there once.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../db/test/support/database.ts';
import { fileOf, setDebtLimit } from '../../../db/test/support/master_edit.ts';
import { databaseProxy, type TcpProxy } from '../../../db/test/support/tcp_proxy.ts';
import { readEnv } from '../../../server/env.ts';
import { start, type Running } from '../../../server/start.ts';
import { catalogue } from '../../../server/test/support/catalogue.ts';
import { personAt } from '../../../server/test/support/server.ts';
import { makeResults } from './results.ts';
import { nothingIsLost, sellUntil, type Answers, type Order } from './selling.ts';

const PATIENT = { timeout: 60_000, interval: 200 };

const results = makeResults('network');
let db: TestDatabase;
let network: TcpProxy;
let running: Running;
let order: Order;
beforeAll(async () => {
  db = await testDatabase();
  network = await databaseProxy(db.authenticatorUrl);
  running = await start(
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
      DATABASE_POOL_SIZE: '4',
      EXECUTION_TIMEOUT_MS: '5000',
      DRAIN_MS: '1000',
    }),
  );
  const known = await catalogue(db);
  await db.commitAs('manager', async (me) =>
    setDebtLimit(me, await fileOf(me, 'DL0001'), { debtLimit: 1_000_000_000 }),
  );
  order = {
    agency_id: known.agency('DL0001'),
    items: [{ item_id: known.item('LE'), quantity: 1 }],
  };
});
afterAll(async () => {
  await running?.stop();
  await network?.close();
  await db?.close();
  results.print();
});

const ready = async (): Promise<number> => (await fetch(`${running.url}/readyz`)).status;

/** Two people sell before, during and after a fault. */
async function sellThrough(fault: () => Promise<void>): Promise<Answers> {
  const people = [personAt(running.url), personAt(running.url)];
  for (const person of people) expect((await person.signIn('sales@sodaily.test')).status).toBe(200);
  let isOver = false;
  const selling = people.map((person) => sellUntil(() => isOver, person, order));
  await pause(800);
  await fault();
  await expect.poll(ready, PATIENT).toBe(200);
  await pause(800);
  isOver = true;
  const [one, other] = await Promise.all(selling);
  if (!one || !other) throw new Error('somebody did not sell');
  return {
    acknowledged: new Set([...one.acknowledged, ...other.acknowledged]),
    refused: one.refused + other.refused,
    unanswered: one.unanswered + other.unanswered,
    longestMs: Math.max(one.longestMs, other.longestMs),
  };
}

test('cut for three seconds: people ask again, and sell on', async () => {
  const answers = await sellThrough(async () => {
    network.cut();
    await pause(3_000);
    network.heal();
  });

  expect(answers.unanswered).toBeGreaterThan(0);
  await nothingIsLost(db, answers);
  results.tell('network cut for 3 s', answers);
}, 120_000);

test('silent for three seconds: what was sent into it is given up, and done once', async () => {
  const answers = await sellThrough(async () => {
    network.swallow();
    await pause(3_000);
    network.heal();
  });

  expect(answers.unanswered).toBeGreaterThan(0);
  await nothingIsLost(db, answers);
  results.tell('network silent for 3 s', answers);
}, 180_000);

test('a tenth of a second late: everything takes longer, and nothing fails', async () => {
  const answers = await sellThrough(async () => {
    network.delay(100);
    await pause(4_000);
    network.heal();
  });

  expect(answers.unanswered).toBe(0);
  await nothingIsLost(db, answers);
  results.tell('network 100 ms late, each way', answers);
}, 120_000);
