// Releases replace each other while people work: good ones without a lost request, bad ones take
// themselves back. Everything is real: nginx, servers, worker, backup, the command itself.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../../db/test/support/free_ports.ts';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { withClient } from '../../../db/tools/prepare.ts';
import { personAt } from '../../../server/test/support/server.ts';
import { testInstallation, type TestInstallation } from '../../backup/test/installation.ts';
import { foldersOf, type Installation } from '../../installation.ts';
import type { Outcome } from '../deploy.ts';
import { stopGateway } from '../gateway.ts';
import { processDriver } from '../process_driver.ts';
import type { Release } from '../release.ts';
import { startLoad, type Load } from './load.ts';
import { addMigration, commitOpenMigration, makeRelease, prepend } from './release.ts';

let place: TestInstallation;
let installation: Installation;
let port: number;
let settings: Record<string, string>;
let first: Release;
let second: Release;
let third: Release;

beforeAll(async () => {
  place = await testInstallation();
  const [gateway = 0, blue = 0, green = 0, worker = 0, copy = 0] = await freePorts(5);
  port = gateway;
  settings = {
    LISTEN: `127.0.0.1:${gateway}`,
    BLUE_METRICS_PORT: String(blue),
    GREEN_METRICS_PORT: String(green),
    WORKER_METRICS_PORT: String(worker),
    COPY_PORT: String(copy),
    WATCH_SECONDS: '3',
    MIGRATE_SECONDS: '60',
    LOG_LEVEL: 'warn',
    DATABASE_URL: place.installation.adminUrl,
    DATABASE_NAME: place.db.name,
    DATA_DIR: place.installation.database.DATA_DIR,
    DEMO: 'true',
  };
  installation = {
    ...place.installation,
    env: {
      ...place.installation.env,
      LISTEN: `127.0.0.1:${gateway}`,
      BLUE_METRICS_PORT: blue,
      GREEN_METRICS_PORT: green,
      WORKER_METRICS_PORT: worker,
    },
  };
  const { releases } = foldersOf(installation.home);
  first = makeRelease(releases, '1.0.0');
  commitOpenMigration(first);
  second = makeRelease(releases, '1.1.0', first);
  addMigration(
    second,
    'a-note',
    'alter table inventory.issue add column if not exists drill text;',
  );
  third = makeRelease(releases, '1.2.0', second);
}, 120_000);

afterAll(async () => {
  const driver = processDriver(installation);
  await Promise.all([driver.stop('blue'), driver.stop('green'), driver.stopWorker()]);
  stopGateway(installation);
  await place?.remove();
}, 120_000);

/** `npm run deploy`, with what it said. */
async function deploy(
  release: Release,
  more: Record<string, string> = {},
): Promise<{ code: number | null; said: string; outcome: Outcome }> {
  const child = spawn(
    process.execPath,
    ['ops/deploy/index.ts', `--home=${installation.home}`, `--release=${release.folder}`],
    { cwd: repositoryRoot, env: { PATH: process.env['PATH'], ...settings, ...more } },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += String(chunk);
    });
  const [code] = (await once(child, 'exit')) as [number | null];
  const lines = readFileSync(join(installation.home, 'deploys.jsonl'), 'utf8').trim().split('\n');
  return { code, said, outcome: JSON.parse(lines.at(-1) ?? '{}') as Outcome };
}

const url = (): string => `http://127.0.0.1:${port}`;
const live = async (): Promise<string> =>
  ((await (await fetch(`${url()}/readyz`)).json()) as { version: string }).version;
const stagesOf = ({ stages }: Outcome): string[] => stages.map(({ name }) => name);

/** People at work, and what they met until the end of `task`. */
async function underLoad(task: (load: Load) => Promise<void>): Promise<Load> {
  const sales = personAt(url());
  await sales.signIn('sales@sodaily.test');
  const load = await startLoad(port, sales.cookieHeader());
  try {
    await task(load);
  } finally {
    await load.stop();
  }
  return load;
}

describe('the first release', () => {
  test('goes live behind nginx, with a backup and a rehearsed migration', async () => {
    const { code, said, outcome } = await deploy(first);

    expect(said).toContain('1.0.0 is live.');
    expect(code).toBe(0);
    expect(stagesOf(outcome)).toEqual([
      'preflight',
      'migrations under squawk',
      'backup',
      'dry run',
      'migrate',
      'start',
      'health',
      'smoke tests',
      'switch',
      'watch',
      'worker',
      'drain',
    ]);
    expect(await live()).toBe('1.0.0');
  }, 180_000);
});

describe('two releases after each other, while people work', () => {
  test('lose no request, and a listening page is back within a second', async () => {
    const load = await underLoad(async () => {
      for (const release of [second, third]) {
        const { said } = await deploy(release);
        expect(said).toContain(`${release.name} is live.`);
        expect(await live()).toBe(release.name);
      }
    });

    expect(load.failures()).toEqual([]);
    expect(load.sent()).toBeGreaterThan(500);
    expect(load.gaps().length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...load.gaps())).toBeLessThan(1_000);
    console.log(
      `${load.sent()} requests over two deploys, none failed; the socket was away for at most `
        + `${Math.max(...load.gaps()).toFixed(0)} ms`,
    );
  }, 300_000);

  test('leave the files of the older page where open pages find them', async () => {
    for (const script of ['index-100.js', 'index-110.js', 'index-120.js'])
      expect((await fetch(`${url()}/assets/${script}`)).status).toBe(200);
  });

  test('were rehearsed with the lock that the migration takes', async () => {
    const lines = readFileSync(join(installation.home, 'deploys.jsonl'), 'utf8').split('\n');
    const outcome = JSON.parse(lines[1] ?? '{}') as Outcome;

    expect(outcome.stages.find(({ name }) => name === 'dry run')?.said).toMatch(
      /migrated in \d+\.\d s/,
    );
  });
});

describe('a bad release takes itself back', () => {
  /** Deploys it while people work, and expects that the third release goes on. */
  async function refused(release: Release, stage: string, more: Record<string, string> = {}) {
    const load = await underLoad(async () => {
      const { code, said, outcome } = await deploy(release, more);
      expect(code, said).toBe(1);
      expect(outcome).toMatchObject({ isLive: false, left: [] });
      expect(stagesOf(outcome).at(-1)).toBe(stage);
      expect(said).toContain('Everything is as it was before.');
    });
    expect(await live()).toBe('1.2.0');
    expect(processDriver(installation).workerRelease()?.name).toBe('1.2.0');
    return load;
  }
  const badRelease = (name: string): Release =>
    makeRelease(foldersOf(installation.home).releases, name, third);
  const edit = ({ folder }: Release, file: string, from: string, to: string): void => {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  };

  test('that nobody made: its open migration would not be run', async () => {
    const release = badRelease('1.9.0');
    writeFileSync(join(release.folder, 'db', 'current', '1-current.sql'), 'select 1;\n');

    expect((await refused(release, 'preflight')).failures()).toEqual([]);
  }, 60_000);

  test('that does not start', async () => {
    const release = badRelease('2.0.0');
    prepend(release, 'server/index.ts', "throw new Error('a release that does not start');\n");

    expect((await refused(release, 'start')).failures()).toEqual([]);
  }, 180_000);

  test('that starts and answers wrongly', async () => {
    const release = badRelease('2.1.0');
    edit(
      release,
      'server/auth/sign_in_routes.ts',
      "  router.get('/me', async",
      "  router.get('/me', async () => {\n    throw new Error('wrong');\n  });\n"
        + "  router.get('/me/before', async",
    );

    expect((await refused(release, 'smoke tests')).failures()).toEqual([]);
  }, 180_000);

  test('that only people make fail: they meet it for seconds, and it is gone', async () => {
    const release = badRelease('2.2.0');
    edit(
      release,
      'server/graphql/handler.ts',
      '    const { extensions, variables, ...asked } =',
      "    if (Number(process.uptime()) > 0) throw new Error('wrong');\n"
        + '    const { extensions, variables, ...asked } =',
    );

    await refused(release, 'watch');
    const after = await underLoad(async (load) => {
      await expect.poll(() => load.sent(), { timeout: 10_000 }).toBeGreaterThan(50);
    });
    expect(after.failures()).toEqual([]);
  }, 180_000);

  test.each([
    ['that fails', '3.0.0', 'select 1 / 0;', {}],
    ['that hangs', '3.1.0', 'select pg_sleep(600);', { MIGRATE_SECONDS: '8' }],
  ])(
    'whose migration is one %s, on the copy already',
    async (_what, name, sql, more) => {
      const release = badRelease(name);
      addMigration(release, 'bad', sql);

      expect((await refused(release, 'dry run', more)).failures()).toEqual([]);
      await noMigrationOf(release);
    },
    180_000,
  );

  test('whose migration waits for somebody who works on the table', async () => {
    const release = badRelease('3.2.0');
    addMigration(
      release,
      'waits',
      'alter table inventory.supplier add column if not exists drill text;',
    );
    // the copy knows nothing of it: only the real database does
    const busy = new pg.Client(place.db.admin);
    await busy.connect();
    await busy.query('begin; lock table inventory.supplier in access share mode');
    try {
      expect((await refused(release, 'migrate')).failures()).toEqual([]);
    } finally {
      await busy.query('rollback');
      await busy.end();
    }
    await noMigrationOf(release);
  }, 180_000);

  const noMigrationOf = (release: Release): Promise<void> =>
    withClient(place.db.admin, async (client) => {
      const { rows } = await client.query(
        "select filename from graphile_migrate.migrations where filename ~ '-(bad|waits)[.]sql$'",
      );
      expect(rows, release.name).toEqual([]);
    });
});
