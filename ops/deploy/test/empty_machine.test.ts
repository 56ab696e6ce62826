// The first release of a new installation: no database, no settings but ports, one command.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../../db/test/support/free_ports.ts';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { foldersOf } from '../../installation.ts';
import { isAlive, noteOf } from '../processes.ts';
import { commitOpenMigration, makeRelease } from './release.ts';

let home: string;
let url: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'sodaily-first-'));
  chmodSync(home, 0o755);
  const [gateway, blue, green, worker, watcher, copy, database] = await freePorts(7);
  url = `http://127.0.0.1:${gateway}`;
  const settings = {
    LISTEN: `127.0.0.1:${gateway}`,
    BLUE_METRICS_PORT: blue,
    GREEN_METRICS_PORT: green,
    WORKER_METRICS_PORT: worker,
    KEEPER_METRICS_PORT: watcher,
    COPY_PORT: copy,
    EMBEDDED_PORT: database,
    WATCH_SECONDS: 1,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(home, 'settings.env'), lines.join(''), { mode: 0o600 });
});
afterAll(async () => {
  await command('ops/deploy/index.ts', '--stop').catch(() => undefined);
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

test('and is stopped by one command: no process of it is left', async () => {
  const notes = ['blue', 'worker'].map((name) => noteOf(home, name));
  await command('ops/deploy/index.ts', '--stop');

  expect(notes.map((note) => note && isAlive(note))).toEqual([false, false]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  const postmaster = join(foldersOf(home).data, 'postgres', 'pg', 'postmaster.pid');
  expect(existsSync(postmaster)).toBe(false);
}, 60_000);
