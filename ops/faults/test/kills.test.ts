// What is killed while people work: nothing that was acknowledged is lost, nothing is done twice,
// and the keeper brings it back without anybody.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../../db/test/support/free_ports.ts';
import { fileOf, setDebtLimit } from '../../../db/test/support/master_edit.ts';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { withClient } from '../../../db/tools/prepare.ts';
import { catalogue } from '../../../server/test/support/catalogue.ts';
import { personAt, type Person } from '../../../server/test/support/server.ts';
import { KINDS, remember } from '../../backup/history.ts';
import { historyFileOf } from '../../backup/tasks.ts';
import { testInstallation, type TestInstallation } from '../../backup/test/installation.ts';
import { makeRelease } from '../../deploy/test/release.ts';
import { stopGateway } from '../../deploy/gateway.ts';
import { lastLines, noteOf } from '../../deploy/processes.ts';
import { processDriver } from '../../deploy/process_driver.ts';
import type { Release } from '../../deploy/release.ts';
import { foldersOf, readInstallationEnv, type Installation } from '../../installation.ts';

let place: TestInstallation;
let installation: Installation;
let release: Release;
let keeper: ChildProcess;
let url: string;
let said = '';
let wish: { agency_id: string; items: { item_id: string; quantity: number }[] };

/**
 * Outside of the ports that the kernel gives to connections, and of those that other tests try
 * first: while PostgreSQL is dead nobody else shall take its own.
 */
const POSTGRES_PORT = 25_200;

beforeAll(async () => {
  place = await testInstallation(
    {},
    // what was written outlives a kill -9, whoever syncs: only a power cut would lose it. Syncing
    // every file before the log is read takes minutes on a busy disk.
    { port: POSTGRES_PORT, postgres: ['fsync = off'] },
  );
  const [gateway, blue, green, worker, watcher, copy] = await freePorts(6);
  url = `http://127.0.0.1:${gateway}`;
  const ports = {
    LISTEN: `127.0.0.1:${gateway}`,
    BLUE_METRICS_PORT: String(blue),
    GREEN_METRICS_PORT: String(green),
    WORKER_METRICS_PORT: String(worker),
    KEEPER_METRICS_PORT: String(watcher),
    COPY_PORT: String(copy),
  };
  installation = { ...place.installation, env: readInstallationEnv(ports) };
  const known = await catalogue(place.db);
  wish = {
    agency_id: known.agency('DL0001'),
    items: [{ item_id: known.item('LE'), quantity: 1 }],
  };
  // enough credit and bottles for all that is sold here
  await place.db.commitAs('manager', async (me) =>
    setDebtLimit(me, await fileOf(me, 'DL0001'), { debtLimit: 1_000_000_000 }),
  );
  // a database cloned from a template remembers its sequences until a checkpoint only
  await withClient(installation.adminUrl, (client) => client.query('checkpoint'));
  const driver = processDriver(installation);
  release = makeRelease(foldersOf(installation.home).releases, '1.0.0');
  await driver.start('blue', release);
  await driver.keepAssets(release);
  await driver.ensureGateway(release);
  await driver.switchTo('blue');
  await driver.replaceWorker(release);
  // the work of the night is another test's
  const at = new Date().toISOString();
  for (const kind of KINDS)
    remember(historyFileOf(installation), { kind, at, seconds: 1, isGood: true, said: 'done' });
  keeper = spawn(process.execPath, ['ops/keeper/index.ts', `--home=${installation.home}`], {
    cwd: repositoryRoot,
    env: {
      PATH: process.env['PATH'],
      ...ports,
      LOG_LEVEL: 'warn',
      DEMO: 'true',
      // the embedded PostgreSQL of this installation, which the keeper brings back
      DATA_DIR: installation.database.DATA_DIR,
      DATABASE_NAME: place.db.name,
      ...(installation.database.POSTGRES_BINARIES === undefined
        ? {}
        : { POSTGRES_BINARIES: installation.database.POSTGRES_BINARIES }),
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
  await Promise.all([driver.stop('blue'), driver.stop('green'), driver.stopWorker()]);
  stopGateway(installation);
  await place?.remove();
}, 120_000);

const PATIENT = { timeout: 90_000, interval: 300 };
const page = async (): Promise<number> =>
  (await fetch(`${url}/readyz`).catch(() => undefined))?.status ?? 0;

/** Waits for the page. Error: with what keeper, server and PostgreSQL said meanwhile. */
async function untilBack(): Promise<void> {
  try {
    await expect.poll(page, PATIENT).toBe(200);
  } catch (error) {
    const log = join(installation.database.DATA_DIR, 'postgres', 'postgres.log');
    throw new Error(
      [
        'The page did not come back.',
        `The keeper said:\n${said.slice(-4_000)}`,
        `The server said:\n${lastLines(installation.home, 'blue')}`,
        `PostgreSQL said:\n${readFileSync(log, 'utf8').split('\n').slice(-20).join('\n')}`,
      ].join('\n\n'),
      { cause: error },
    );
  }
}

type Answers = { acknowledged: Set<string>; refused: number; unanswered: number };

/**
 * Somebody sells one slip after the other, and sends a slip again under its key until it is
 * answered, as the page does.
 */
async function sellUntil(isOver: () => boolean, person: Person): Promise<Answers> {
  const answers: Answers = { acknowledged: new Set(), refused: 0, unanswered: 0 };
  while (!isOver()) {
    const clientKey = randomUUID();
    for (;;) {
      const answer = await person
        .send('POST', '/api/v1/inventory/issues', { body: { client_key: clientKey, ...wish } })
        .catch(() => undefined);
      if (answer?.status === 201) answers.acknowledged.add(clientKey);
      if (answer !== undefined && answer.status < 500 && answer.status !== 201)
        answers.refused += 1;
      if (answer !== undefined && answer.status < 500) break;
      answers.unanswered += 1;
      await pause(200);
    }
    await pause(30);
  }
  return answers;
}

/** Sells, kills in the middle of it, and goes on until all is well again. */
async function sellThrough(kill: () => Promise<void>): Promise<Answers> {
  const sales = personAt(url);
  expect((await sales.signIn('sales@sodaily.test')).status).toBe(200);
  let isOver = false;
  const selling = sellUntil(() => isOver, sales);
  await pause(1_500);
  await kill();
  await pause(500);
  await untilBack();
  await pause(1_000);
  isOver = true;
  return selling;
}

/** Slips by the key that their command had. */
const kept = async (): Promise<Map<string, number>> => {
  const rows = await place.db.query<{ key: string; count: number }>(
    `select c.client_key::text as key, count(*)::int as count from audit.command as c
     group by c.client_key`,
  );
  return new Map(rows.map(({ key, count }) => [key, count]));
};

async function nothingIsLost({ acknowledged, refused }: Answers): Promise<void> {
  expect(refused).toBe(0);
  expect(acknowledged.size).toBeGreaterThan(5);
  const commands = await kept();
  expect([...acknowledged].filter((key) => commands.get(key) !== 1)).toEqual([]);
  const broken = await withClient(place.db.admin, async (client) => {
    const { rows } = await client.query(
      'select r.name from audit.invariant_results() as r where r.breaches > 0',
    );
    return rows;
  });
  expect(broken).toEqual([]);
}

/** kill -9 of the postmaster, which would start others, and of all its processes. */
const killPostgres = (): Promise<void> =>
  withClient(installation.adminUrl, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `select p.pid from (
         select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid, 1 as turn
         union all select a.pid, 2 from pg_stat_activity as a) as p
       order by p.turn`,
    );
    for (const { pid } of rows) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it left by itself meanwhile
      }
    }
  }).catch(() => undefined);

describe('while people sell', () => {
  test('PostgreSQL is killed: what was acknowledged is there once, and the page comes back', async () => {
    const answers = await sellThrough(killPostgres);

    expect(answers.unanswered).toBeGreaterThan(0);
    await nothingIsLost(answers);
    expect(said).toContain('"name":"postgres"');
    const port = Number(new URL(installation.adminUrl).port);
    await withClient(installation.adminUrl, async (client) => {
      const { rows } = await client.query("select current_setting('port')::int as port");
      expect(rows).toEqual([{ port }]);
    });
  }, 180_000);

  test('the server is killed: what was acknowledged is there once, and the page comes back', async () => {
    const answers = await sellThrough(async () => {
      process.kill(noteOf(installation.home, 'blue')?.pid ?? 0, 'SIGKILL');
    });

    expect(answers.unanswered).toBeGreaterThan(0);
    await nothingIsLost(answers);
  }, 180_000);

  test('the worker is killed: its jobs are done by the next one', async () => {
    const answers = await sellThrough(async () => {
      process.kill(noteOf(installation.home, 'worker')?.pid ?? 0, 'SIGKILL');
    });

    await nothingIsLost(answers);
    await expect
      .poll(
        () =>
          place.db.query(
            `select from graphile_worker.jobs where task_identifier = 'notify_issue_created'`,
          ),
        PATIENT,
      )
      .toEqual([]);
  }, 180_000);
});

test('a port of the figures that another program has keeps a release from starting, and says so', async () => {
  const taken = createServer();
  await new Promise<void>((done) =>
    taken.listen(installation.env.GREEN_METRICS_PORT, '127.0.0.1', done),
  );
  try {
    await expect(processDriver(installation).start('green', release)).rejects.toThrow('EADDRINUSE');
    expect(await page()).toBe(200);
  } finally {
    taken.close();
  }
}, 120_000);
