// Files are read from a replica while it has all that the primary has, and from the primary when it
// lags, is away, or was promoted: whoever asks gets the same file.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../db/test/support/database.ts';
import { slipMaker } from '../../../db/test/support/slip.ts';
import { startCluster, type Cluster } from '../../../db/tools/embedded.ts';
import { readDatabaseEnv } from '../../../db/tools/env.ts';
import { makeSecrets } from '../../../db/tools/secrets.ts';
import { readEnv } from '../../../worker/env.ts';
import { logOf } from '../../../worker/log.ts';
import { makeMailer } from '../../../worker/mail/mailer.ts';
import { fromReplica, type Reading, type ReadFrom } from '../../../worker/reading.ts';
import { makeTaskList } from '../../../worker/task_list.ts';
import { exporterOf, linesOf, type Exporter } from '../../../worker/test/support/export_file.ts';
import { makeReplica, type Replica } from './replica.ts';

let folder: string;
let cluster: Cluster;
let db: TestDatabase;
let replica: Replica;
let pgPool: pg.Pool;
let reading: Reading;
let exporter: Exporter;
const readFrom: ReadFrom[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sodaily-primary-'));
  chmodSync(folder, 0o755);
  const secrets = makeSecrets();
  cluster = await startCluster({
    dataDir: folder,
    adminPassword: secrets.admin,
    port: 25_500,
    binaries: readDatabaseEnv().POSTGRES_BINARIES,
    settings: ['fsync = off'],
  });
  db = await testDatabase({ where: { adminUrl: cluster.adminUrl, secrets } });
  replica = await makeReplica(cluster.adminUrl, secrets.admin);
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  const env = readEnv({ WORKER_DATABASE_URL: db.workerUrl, DEMO: 'true', LOG_LEVEL: 'silent' });
  reading = fromReplica({
    url: replica.at(db.workerUrl),
    log: logOf(env),
    size: 2,
    onRead: (from) => readFrom.push(from),
    patienceMs: 2_000,
  });
  exporter = exporterOf(db, pgPool, makeTaskList(makeMailer(env), reading));
}, 120_000);
afterAll(async () => {
  await reading?.close();
  await pgPool?.end();
  await db?.close();
  replica?.remove();
  cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** A slip of now, and the list of slips as a file: where it was read, and how many rows it has. */
async function sellAndExport(): Promise<{ from: ReadFrom | undefined; rows: number }> {
  const slips = await slipMaker(db);
  await db.commitAs('sales', (me) => slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }));
  const file = await exporter.made('manager', 'issues');
  // the heads are a line, too
  return { from: readFrom.at(-1), rows: linesOf(file).length - 1 };
}
const slipsNow = async (): Promise<number> => {
  const [found] = await db.query<{ count: number }>(
    'select count(*)::int as count from inventory.issue',
  );
  return found?.count ?? 0;
};

describe('a file of slips', () => {
  test('is read from the replica, with the slip that was sold just now', async () => {
    const { from, rows } = await sellAndExport();

    expect(from).toBe('replica');
    expect(rows).toBe(await slipsNow());
  });

  test('is read from the primary while the replica lags behind, and is as new', async () => {
    await replica.pause();
    const { from, rows } = await sellAndExport();

    expect(from).toBe('primary');
    expect(rows).toBe(await slipsNow());
    await replica.goOn();
    expect((await sellAndExport()).from).toBe('replica');
  });

  test('is read from the primary while the replica is away, and from it when it is back', async () => {
    replica.stop();
    expect(await sellAndExport()).toEqual({ from: 'primary', rows: await slipsNow() });

    await replica.start();
    expect((await sellAndExport()).from).toBe('replica');
  });

  test('has on the replica the rights of whoever asks, and of nobody else', async () => {
    const slips = await slipMaker(db);
    await db.commitAs('sales', (me) => slips.create(me, { agency: 'DL0002', lines: [['MI', 1]] }));
    const asked = await exporter.ask('agency', 'issues');
    await exporter.runQueue();
    const own = linesOf(await exporter.bytesOf(asked, 'agency')).length - 1;
    const seen = await db.as('agency', (me) =>
      me.one<{ count: number }>('select count(*)::int as count from inventory.issue'),
    );

    expect(readFrom.at(-1)).toBe('replica');
    expect(own).toBe(seen.count);
    expect(own).toBeLessThan(await slipsNow());
  });

  test('on paper is read from the primary: it is small, and just written', async () => {
    const before = readFrom.length;
    const [slip] = await db.query<{ id: string }>(
      `select i.id::text from inventory.issue as i where i.status = 'confirmed' limit 1`,
    );
    await exporter.made('manager', 'issue_slip', 'pdf', { id: slip?.id });

    expect(readFrom).toHaveLength(before);
  });

  // the last one: there is no way back
  test('is never read from a replica that was promoted and goes its own way', async () => {
    await replica.promote();

    expect(await sellAndExport()).toEqual({ from: 'primary', rows: await slipsNow() });
  });
});
