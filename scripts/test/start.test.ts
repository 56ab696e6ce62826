// npm start as people have it: real processes, real kills, a data folder of its own.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../db/test/support/free_ports.ts';
import { repositoryRoot } from '../../db/tools/env.ts';

let dataDir: string;
let settings: Record<string, string>;
let url: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'sodaily-start-'));
  chmodSync(dataDir, 0o755);
  const [port, embedded, metrics, workerMetrics] = await freePorts(4);
  url = `http://127.0.0.1:${port}`;
  settings = {
    DATA_DIR: dataDir,
    PORT: String(port),
    EMBEDDED_PORT: String(embedded),
    METRICS_PORT: String(metrics),
    WORKER_METRICS_PORT: String(workerMetrics),
    DEMO_PASSWORD: 'mat-khau-thu',
  };
});

afterAll(async () => {
  for (const child of started) if (child.exitCode === null) child.kill('SIGTERM');
  await Promise.all(started.map((child) => child.exitCode ?? once(child, 'exit')));
  rmSync(dataDir, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
}

function npmStart(extra: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, ['scripts/bootstrap.js', 'scripts/start.ts'], {
    cwd: repositoryRoot,
    env: { ...process.env, ...settings, ...extra },
  });
  started.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
    });
  return { child, said: () => text, ended: once(child, 'exit').then(([code]) => code) };
}

async function untilReady(run: Run): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (run.said().includes('Ctrl-C stops all of it')) return;
    if (run.child.exitCode !== null) break;
    await pause(100);
  }
  throw new Error(`npm start did not come up:\n${run.said()}`);
}

async function answers(path: string): Promise<number> {
  try {
    return (await fetch(url + path)).status;
  } catch {
    return 0;
  }
}

const lockFile = (folder = dataDir): string => join(folder, 'postgres', 'pg', 'postmaster.pid');
const databaseLives = (folder = dataDir): boolean => existsSync(lockFile(folder));
/** Process number first, port fourth. */
const postmaster = (): string[] => readFileSync(lockFile(), 'utf8').split('\n');

test('the first start, over a data folder that a kill left half made, brings up page and demo logins', async () => {
  const unfinished = join(dataDir, 'postgres', 'pg.new');
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(join(unfinished, 'PG_VERSION'), '15');

  const run = npmStart();
  await untilReady(run);

  expect(await answers('/readyz')).toBe(200);
  expect(await answers('/')).toBe(200);
  expect(run.said()).toContain('sales@sodaily.test');
  const signedIn = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Sodaily-CSRF': '1' },
    body: JSON.stringify({ email: 'sales@sodaily.test', password: 'mat-khau-thu' }),
  });
  expect(signedIn.status).toBe(200);
}, 150_000);

test('a second start of the same folder is told where the first one answers, and leaves it alone', async () => {
  const second = npmStart({ PORT: '1' + settings['PORT']?.slice(1) });

  expect(await second.ended).toBe(1);
  expect(second.said()).toContain('already running');
  expect(await answers('/readyz')).toBe(200);
});

test('after kill -9 its processes go by themselves, and the next start takes over the database', async () => {
  const first = started[0];
  const node = await childOf(first);
  process.kill(node, 'SIGKILL');
  for (let i = 0; i < 100 && (await answers('/healthz')) !== 0; i += 1) await pause(100);
  expect(await answers('/healthz')).toBe(0);
  expect(databaseLives()).toBe(true);

  const began = performance.now();
  const next = npmStart();
  await untilReady(next);

  // under five seconds by itself; other suites share the cores here, and waiting for a dead owner
  // would take far longer
  expect((performance.now() - began) / 1000).toBeLessThan(30);
  expect(next.said()).not.toContain('Demo data loaded');
  expect(await answers('/readyz')).toBe(200);
});

test('kill -9 of PostgreSQL leaves the server alive, and it says that it is not ready', async () => {
  process.kill(Number(postmaster()[0]), 'SIGKILL');
  for (let i = 0; i < 50 && (await answers('/readyz')) !== 503; i += 1) await pause(100);

  expect(await answers('/readyz')).toBe(503);
  expect(await answers('/healthz')).toBe(200);
});

test('Ctrl-C stops everything, the database included', async () => {
  const running = started.findLast((child) => child.exitCode === null);
  running?.kill('SIGINT');
  if (running) await once(running, 'exit');

  expect(running?.exitCode).toBe(0);
  expect(await answers('/healthz')).toBe(0);
  const next = npmStart();
  await untilReady(next);
  next.child.kill('SIGINT');
  expect(await next.ended).toBe(0);
  expect(databaseLives()).toBe(false);
});

test('a port taken by another program is named, with the way out', async () => {
  const other = createServer().listen(Number(settings['PORT']), '127.0.0.1');
  await once(other, 'listening');

  const run = npmStart();

  expect(await run.ended).toBe(1);
  expect(run.said()).toContain(`Port ${settings['PORT']} is taken`);
  other.close();
});

test.each([
  ['PORT', 'three thousand'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['DEMO_PASSWORD', 'short'],
])('a wrong %s is named', async (name, value) => {
  const run = npmStart({ [name]: value });

  expect(await run.ended).toBe(1);
  expect(run.said()).toContain(name);
  expect(run.said()).toContain('.env.example');
  expect(run.said()).not.toContain('    at ');
});

async function childOf(parent: ChildProcess | undefined): Promise<number> {
  const children = readFileSync(`/proc/${parent?.pid}/task/${parent?.pid}/children`, 'utf8');
  return Number(children.trim().split(' ')[0]);
}

test('the database stays whole through all of it', async () => {
  const run = npmStart();
  await untilReady(run);
  const secrets = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'));
  const client = new pg.Client(
    `postgres://postgres:${secrets.admin}@127.0.0.1:${postmaster()[3]}/sodaily`,
  );
  await client.connect();
  const { rows } = await client.query(`
    select count(*)::int as wrong from inventory.item as i
    where i.stock_quantity <> (
      select sum(m.quantity) from inventory.stock_movement as m where m.item_id = i.id)`);
  await client.end();

  expect(rows[0].wrong).toBe(0);
  run.child.kill('SIGINT');
  expect(await run.ended).toBe(0);
});

// only root mounts a disk of its own
test.runIf(process.getuid?.() === 0)(
  'a disk that fills up stops everything in good order, and with room again it goes on',
  async () => {
    const disk = mkdtempSync(join(tmpdir(), 'sodaily-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=900m,mode=755', 'tmpfs', disk]);
    try {
      execFileSync('cp', ['-a', join(dataDir, '.'), disk]);
      const run = npmStart({ DATA_DIR: disk });
      await untilReady(run);
      const { bavail, bsize } = statfsSync(disk);
      execFileSync('fallocate', ['-l', String(bavail * bsize - 30_000_000), join(disk, 'rest')]);

      expect(await run.ended).toBe(1);
      expect(run.said()).toContain(`The disk of ${disk} is full: `);
      expect(run.said()).toContain('nothing is lost');
      expect(databaseLives(disk)).toBe(false);
      expect(readFileSync(join(disk, 'postgres', 'postgres.log'), 'utf8').trimEnd()).toMatch(
        /database system is shut down$/,
      );

      rmSync(join(disk, 'rest'));
      const next = npmStart({ DATA_DIR: disk });
      await untilReady(next);
      expect(await answers('/readyz')).toBe(200);
      next.child.kill('SIGINT');
      expect(await next.ended).toBe(0);
    } finally {
      execFileSync('umount', ['-l', disk]);
      rmSync(disk, { recursive: true, force: true });
    }
  },
  150_000,
);
