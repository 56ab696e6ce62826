// What the keeper tells of a PostgreSQL that answers, that does not, and of which nothing is heard.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../db/test/support/database.ts';
import { databaseProxy, type TcpProxy } from '../../../db/test/support/tcp_proxy.ts';
import { samplesIn } from '../../deploy/metrics_text.ts';
import { readInstallationEnv, type Installation } from '../../installation.ts';
import { makeKeeperMetrics, type KeeperMetrics } from '../metrics.ts';

let folder: string;
let db: TestDatabase;
let network: TcpProxy;
let keeper: KeeperMetrics;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sodaily-keeper-'));
  db = await testDatabase();
  network = await databaseProxy(db.metrics);
  const installation = {
    home: folder,
    env: readInstallationEnv({}),
    database: { DATA_DIR: folder },
    urls: { ...db, metrics: network.through(db.metrics) },
  } as unknown as Installation;
  keeper = makeKeeperMetrics(installation, () => ({}));
});
afterAll(async () => {
  await network?.close();
  await keeper?.close();
  await db?.close();
  rmSync(folder, { recursive: true, force: true });
});

const isUp = async (): Promise<number | undefined> =>
  samplesIn(await keeper.registry.metrics()).find(({ name }) => name === 'database_up')?.value;
const PATIENT = { timeout: 20_000, interval: 200 };

test('PostgreSQL is up while it answers, and again when it does so again', async () => {
  expect(await isUp()).toBe(1);
  network.cut();
  expect(await isUp()).toBe(0);

  network.heal();
  await expect.poll(isUp, PATIENT).toBe(1);
});

test('one of which nothing is heard is down, and Prometheus is told so in time', async () => {
  network.swallow();
  const began = performance.now();
  expect(await isUp()).toBe(0);
  // all four figures of PostgreSQL wait for it, and Prometheus for ten seconds
  expect(performance.now() - began).toBeLessThan(10_000);

  network.heal();
  await expect.poll(isUp, PATIENT).toBe(1);
}, 60_000);
