// States in which an earlier end may have left the embedded PostgreSQL.
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePorts } from '../../db/test/support/free_ports.ts';
import { startCluster, type ClusterWish } from '../../db/tools/embedded.ts';
import { withClient } from '../../db/tools/prepare.ts';
import { installationSecrets, makeSecrets } from '../../db/tools/secrets.ts';
import { listen } from '../../platform/listen.ts';

let wish: ClusterWish;
const folder = (): string => join(wish.dataDir, 'postgres');

beforeEach(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sodaily-embedded-'));
  chmodSync(dataDir, 0o755);
  const [port = 0] = await freePorts(1);
  wish = { dataDir, adminPassword: makeSecrets().admin, port, settings: ['fsync = off'] };
});
afterEach(() => rmSync(wish.dataDir, { recursive: true, force: true }));

const answer = (url: string) =>
  withClient(url, async (client) => (await client.query('select 1 as one')).rows[0].one);

test('a running cluster is adopted, not started twice', async () => {
  const first = await startCluster(wish);
  const second = await startCluster(wish);

  expect(first.wasRunning).toBe(false);
  expect(second.wasRunning).toBe(true);
  expect(second.adminUrl).toBe(first.adminUrl);
  first.stop();
});

test('the lock file of a killed PostgreSQL does not stop the next start', async () => {
  const first = await startCluster(wish);
  const lock = join(folder(), 'pg', 'postmaster.pid');
  process.kill(Number(readFileSync(lock, 'utf8').split('\n')[0]), 'SIGKILL');

  const next = await startCluster(wish);

  expect(next.wasRunning).toBe(false);
  expect(await answer(next.adminUrl)).toBe(1);
  first.stop();
});

test('nor does one whose number now belongs to another program', async () => {
  const first = await startCluster(wish);
  const lock = join(folder(), 'pg', 'postmaster.pid');
  const noted = readFileSync(lock, 'utf8');
  first.stop();
  writeFileSync(lock, noted.replace(/^\d+/, String(process.pid)));

  const next = await startCluster(wish);

  expect(await answer(next.adminUrl)).toBe(1);
  next.stop();
});

test('one that was killed comes back where its users ask, whatever port is wished for now', async () => {
  const first = await startCluster(wish);
  const lock = join(folder(), 'pg', 'postmaster.pid');
  process.kill(Number(readFileSync(lock, 'utf8').split('\n')[0]), 'SIGKILL');
  const [elsewhere = 0] = await freePorts(1);

  const next = await startCluster({ ...wish, port: elsewhere });

  expect(next.adminUrl).toBe(first.adminUrl);
  next.stop();
  const afterStop = await startCluster({ ...wish, port: elsewhere });
  expect(new URL(afterStop.adminUrl).port).toBe(String(elsewhere));
  afterStop.stop();
});

test('a taken port is passed over', async () => {
  const first = await startCluster(wish);
  const other = mkdtempSync(join(tmpdir(), 'sodaily-embedded-'));
  chmodSync(other, 0o755);

  const second = await startCluster({ ...wish, dataDir: other });

  expect(new URL(second.adminUrl).port).not.toBe(new URL(first.adminUrl).port);
  first.stop();
  second.stop();
  rmSync(other, { recursive: true });
});

test('one whose servers know its port comes back on that port or not at all', async () => {
  const first = await startCluster(wish);
  first.stop();
  const stranger = createServer();
  await listen(stranger, wish.port, '127.0.0.1');
  const again = { ...wish, isPortFixed: true };

  await expect(startCluster(again)).rejects.toThrow(`Port ${wish.port} of PostgreSQL is taken`);
  await new Promise((done) => stranger.close(done));
  const next = await startCluster(again);
  expect(next.adminUrl).toBe(first.adminUrl);
  await expect(startCluster({ ...again, port: wish.port + 1 })).rejects.toThrow(
    `runs on port ${wish.port}`,
  );
  next.stop();
});

test('lost secrets are named, with what can be done', async () => {
  const first = await startCluster(wish);
  first.stop();

  await expect(startCluster({ ...wish, adminPassword: makeSecrets().admin })).rejects.toThrow(
    /does not accept the password in .*secrets\.json.*delete/s,
  );
});

test('secrets are made once, and only their owner can read them', () => {
  const made = installationSecrets(wish.dataDir);

  expect(installationSecrets(wish.dataDir)).toEqual(made);
  expect(lstatSync(join(wish.dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
});

// only root hands PostgreSQL to another user, who then may not enter a folder of mode 700
test.runIf(process.getuid?.() === 0)(
  'as root in a folder that others cannot enter, data lives elsewhere behind a link',
  async () => {
    chmodSync(wish.dataDir, 0o700);

    const cluster = await startCluster(wish);

    expect(await answer(cluster.adminUrl)).toBe(1);
    expect(lstatSync(folder()).isSymbolicLink()).toBe(true);
    const elsewhere = realpathSync(folder());
    expect(existsSync(join(elsewhere, 'pg', 'PG_VERSION'))).toBe(true);
    cluster.stop();
    rmSync(elsewhere, { recursive: true });
  },
);
