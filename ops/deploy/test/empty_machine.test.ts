// The first release of a new installation: no database, no settings but ports, one command.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../../db/test/support/free_ports.ts';
import { startCluster } from '../../../db/tools/embedded.ts';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { installationSecrets } from '../../../db/tools/secrets.ts';
import { foldersOf } from '../../installation.ts';
import { stopGateway } from '../gateway.ts';
import { end } from '../processes.ts';
import { commitOpenMigration, makeRelease } from './release.ts';

let home: string;
let url: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'sodaily-first-'));
  chmodSync(home, 0o755);
  const [gateway, blue, green, worker, copy, database] = await freePorts(6);
  url = `http://127.0.0.1:${gateway}`;
  const settings = {
    LISTEN: `127.0.0.1:${gateway}`,
    BLUE_METRICS_PORT: blue,
    GREEN_METRICS_PORT: green,
    WORKER_METRICS_PORT: worker,
    COPY_PORT: copy,
    EMBEDDED_PORT: database,
    WATCH_SECONDS: 1,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(home, 'settings.env'), lines.join(''), { mode: 0o600 });
});
afterAll(async () => {
  for (const name of ['blue', 'green', 'worker']) await end(home, name, 15_000);
  stopGateway({ home });
  const dataDir = foldersOf(home).data;
  const adminPassword = installationSecrets(dataDir).admin;
  (await startCluster({ dataDir, adminPassword, port: 55_200 })).stop();
  rmSync(home, { recursive: true, force: true });
}, 60_000);

/** A command as an operator gives it; what the environment of the tests says does not count. */
async function command(file: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [file, ...args, `--home=${home}`], {
    cwd: repositoryRoot,
    env: { PATH: process.env['PATH'] },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += String(chunk);
    });
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code, said).toBe(0);
  return said;
}

test('goes live on an empty machine, where nothing can be backed up yet', async () => {
  const release = makeRelease(foldersOf(home).releases, '1.0.0');
  commitOpenMigration(release);
  const said = await command('ops/deploy/index.ts', `--release=${release.folder}`);

  expect(said).toMatch(/^ok .* backup +there are no books yet$/m);
  expect(said).toContain('rules: agree');
  expect(said).toContain('1.0.0 is live.');
  expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ version: '1.0.0' });
}, 180_000);

test('and can be backed up and restored from then on', async () => {
  await command('ops/backup/index.ts', 'base');

  expect(await command('ops/backup/index.ts', 'drill')).toMatch(/is good: restored in .* \(RTO\)/);
}, 180_000);
