// npm run db:upgrade: the embedded books move from PostgreSQL 15 to the newest one.
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../db/test/support/free_ports.ts';
import { startCluster } from '../../db/tools/embedded.ts';
import { readDatabaseEnv, type DatabaseEnv } from '../../db/tools/env.ts';
import { prepareDatabase, withClient, databaseUrls } from '../../db/tools/prepare.ts';
import { FIRST, NEWEST } from '../../db/tools/programs.ts';
import { fingerprintsOf, sequencesOf } from '../../db/tools/rows/tables.ts';
import { installationSecrets } from '../../db/tools/secrets.ts';
import { seedDemo } from '../../db/tools/seed.ts';
import { upgrade } from '../../db/tools/upgrade.ts';

let env: DatabaseEnv;
const said: string[] = [];
const say = (line: string): void => void said.push(line);
const folder = (name: string): string => join(env.DATA_DIR, 'postgres', name);

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sodaily-upgrade-'));
  chmodSync(dataDir, 0o755);
  const [port = 0] = await freePorts(1);
  env = readDatabaseEnv({ DATA_DIR: dataDir, EMBEDDED_PORT: String(port) });
});
afterAll(() => rmSync(env.DATA_DIR, { recursive: true, force: true }));

/** Runs `task` as the superuser on the books, whatever version they are on. */
async function onBooks<T>(task: (client: pg.Client) => Promise<T>): Promise<T> {
  const secrets = installationSecrets(env.DATA_DIR);
  const cluster = await startCluster({
    dataDir: env.DATA_DIR,
    adminPassword: secrets.admin,
    port: env.EMBEDDED_PORT,
    settings: ['fsync = off'],
  });
  try {
    const urls = databaseUrls(cluster.adminUrl, env.DATABASE_NAME, secrets);
    return await withClient(urls.admin, task);
  } finally {
    cluster.stop();
  }
}

const version = (client: pg.Client): Promise<number> =>
  client
    .query<{ version: number }>(
      `select current_setting('server_version_num')::int / 10000 as version`,
    )
    .then(({ rows }) => rows[0]?.version ?? 0);

test('without books there is nothing to move', async () => {
  await expect(upgrade(env, say)).rejects.toThrow('There are no books in');
});

test('books in use are not moved', async () => {
  const secrets = installationSecrets(env.DATA_DIR);
  const cluster = await startCluster({
    dataDir: env.DATA_DIR,
    adminPassword: secrets.admin,
    port: env.EMBEDDED_PORT,
    settings: ['fsync = off'],
  });
  const urls = await prepareDatabase(cluster.adminUrl, env.DATABASE_NAME, secrets);
  await seedDemo(urls.migrator, env.DEMO_PASSWORD, 'classic');

  await expect(upgrade(env, say)).rejects.toThrow('The system runs. Stop it first');
  // graphile-migrate keeps a connection for a moment, and ends the process when it is cut off
  await pause(1_000);
  cluster.stop();
});

test(`every row, sequence and queued job is on PostgreSQL ${NEWEST}, and the old data stays`, async () => {
  const before = await onBooks(async (client) => ({
    version: await version(client),
    rows: await fingerprintsOf(client),
    sequences: await sequencesOf(client),
  }));

  await upgrade(env, say);

  expect(before.version).toBe(FIRST);
  expect(before.rows.size).toBeGreaterThan(60);
  await onBooks(async (client) => {
    expect(await version(client)).toBe(NEWEST);
    expect(await fingerprintsOf(client)).toEqual(before.rows);
    expect(await sequencesOf(client)).toEqual(before.sequences);
  });
  expect(existsSync(folder('pg'))).toBe(true);
  expect(existsSync(folder(`pg-${NEWEST}.unfinished`))).toBe(false);
  expect(said.at(-1)).toContain(folder('pg'));
});

test('moved books are not moved again', async () => {
  await upgrade(env, say);

  expect(said.at(-1)).toBe(`The books are on PostgreSQL ${NEWEST} already.`);
});

test(`programs of ${FIRST} do not touch books of ${NEWEST}`, async () => {
  rmSync(folder('pg'), { recursive: true });
  const { shippedPrograms } = await import('../../db/tools/programs.ts');

  await expect(
    startCluster({
      dataDir: env.DATA_DIR,
      adminPassword: 'x'.repeat(32),
      port: env.EMBEDDED_PORT,
      binaries: shippedPrograms(FIRST),
    }),
  ).rejects.toThrow(`were made by PostgreSQL ${NEWEST}`);
});
