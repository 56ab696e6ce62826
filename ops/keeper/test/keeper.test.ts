// The keeper of an installation: what dies comes back, the night's work is done, and figures tell.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../../db/test/support/free_ports.ts';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { testInstallation, type TestInstallation } from '../../backup/test/installation.ts';
import { makeRelease } from '../../deploy/test/release.ts';
import { stopGateway } from '../../deploy/gateway.ts';
import { samplesIn } from '../../deploy/metrics_text.ts';
import { noteOf } from '../../deploy/processes.ts';
import { processDriver } from '../../deploy/process_driver.ts';
import { foldersOf, readInstallationEnv, type Installation } from '../../installation.ts';

let place: TestInstallation;
let installation: Installation;
let keeper: ChildProcess;
let said = '';

beforeAll(async () => {
  place = await testInstallation();
  const [gateway, blue, green, worker, watcher, copy] = await freePorts(6);
  const ports = {
    LISTEN: `127.0.0.1:${gateway}`,
    BLUE_METRICS_PORT: String(blue),
    GREEN_METRICS_PORT: String(green),
    WORKER_METRICS_PORT: String(worker),
    KEEPER_METRICS_PORT: String(watcher),
    COPY_PORT: String(copy),
  };
  installation = { ...place.installation, env: readInstallationEnv(ports) };
  const driver = processDriver(installation);
  const release = makeRelease(foldersOf(installation.home).releases, '1.0.0');
  await driver.start('blue', release);
  await driver.keepAssets(release);
  await driver.ensureGateway(release);
  await driver.switchTo('blue');
  await driver.replaceWorker(release);
  keeper = spawn(process.execPath, ['ops/keeper/index.ts', `--home=${installation.home}`], {
    cwd: repositoryRoot,
    env: {
      PATH: process.env['PATH'],
      ...ports,
      LOG_LEVEL: 'info',
      DEMO: 'true',
      DATABASE_URL: installation.adminUrl,
      DATABASE_NAME: place.db.name,
      DATA_DIR: installation.database.DATA_DIR,
    },
  });
  for (const stream of [keeper.stdout, keeper.stderr])
    stream?.on('data', (chunk) => {
      said += String(chunk);
    });
}, 120_000);

afterAll(async () => {
  if (keeper?.exitCode === null) {
    keeper.kill('SIGTERM');
    await once(keeper, 'exit');
  }
  const driver = processDriver(installation);
  await Promise.all([driver.stop('blue'), driver.stopWorker()]);
  stopGateway(installation);
  await place?.remove();
}, 120_000);

const PATIENT = { timeout: 60_000, interval: 300 };
const figures = async (): Promise<string> =>
  (await fetch(`http://127.0.0.1:${installation.env.KEEPER_METRICS_PORT}/metrics`)).text();
const figure = async (name: string, labels: Record<string, string> = {}): Promise<number> =>
  samplesIn(await figures().catch(() => '')).find(
    (sample) =>
      sample.name === name
      && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  )?.value ?? Number.NaN;
const page = async (): Promise<number> =>
  (await fetch(`http://${installation.env.LISTEN}/readyz`).catch(() => undefined))?.status ?? 0;

describe('what was killed comes back', () => {
  test.each(['blue', 'worker'])('%s', async (name) => {
    const before = noteOf(installation.home, name)?.pid ?? 0;
    process.kill(before, 'SIGKILL');

    await expect.poll(() => noteOf(installation.home, name)?.pid, PATIENT).not.toBe(before);
    await expect.poll(page, PATIENT).toBe(200);
    const told = name === 'blue' ? 'server' : name;
    await expect.poll(() => figure('process_restarts_total', { name: told }), PATIENT).toBe(1);
    await expect.poll(() => figure('process_up', { name: told }), PATIENT).toBe(1);
  });

  test('nginx', async () => {
    const pid = Number(readFileSync(join(foldersOf(installation.home).nginx, 'nginx.pid'), 'utf8'));
    // its workers go when the master is gone for good: they are children of nobody else
    process.kill(pid, 'SIGTERM');

    await expect.poll(page, PATIENT).toBe(200);
  });
});

describe('the night', () => {
  test('that was missed is made up for: a backup, its dump, and the proof', async () => {
    await expect.poll(() => figure('backup_last_result', { kind: 'drill' }), PATIENT).toBe(1);

    expect(await figure('backup_last_result', { kind: 'base' })).toBe(1);
    expect(await figure('backup_last_result', { kind: 'dump' })).toBe(1);
    expect(await figure('restore_drill_rto_seconds')).toBeGreaterThan(0);
    const at = await figure('backup_last_success_timestamp_seconds', { kind: 'base' });
    expect(Date.now() / 1_000 - at).toBeLessThan(300);
  }, 120_000);
});

test('that PostgreSQL answers is told', async () => {
  expect(await figure('database_up')).toBe(1);
});

test('disks and the archive are told of', async () => {
  expect(await figure('disk_free_bytes', { folder: 'data' })).toBeGreaterThan(0);
  expect(await figure('disk_size_bytes', { folder: 'backup' })).toBeGreaterThan(
    await figure('disk_free_bytes', { folder: 'backup' }),
  );
  await expect.poll(() => figure('archive_files'), PATIENT).toBeGreaterThan(0);
});

test('a keeper that is asked to stop ends, and what it keeps goes on', async () => {
  const exited = once(keeper, 'exit');
  keeper.kill('SIGTERM');

  expect((await exited)[0], said).toBe(0);
  expect(await page()).toBe(200);
});
