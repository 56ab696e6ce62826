// An office in which people sell while something breaks: a whole installation with PostgreSQL,
// server, worker, nginx and keeper, and what must hold of it afterwards.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import { freePorts } from '../../../db/test/support/free_ports.ts';
import { fileOf, setDebtLimit } from '../../../db/test/support/master_edit.ts';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { withClient } from '../../../db/tools/prepare.ts';
import { catalogue } from '../../../server/test/support/catalogue.ts';
import { personAt } from '../../../server/test/support/server.ts';
import { KINDS, remember } from '../../backup/history.ts';
import { historyFileOf } from '../../backup/tasks.ts';
import {
  testInstallation,
  type TestInstallation,
  type Wanted,
} from '../../backup/test/installation.ts';
import { stopGateway } from '../../deploy/gateway.ts';
import { samplesIn } from '../../deploy/metrics_text.ts';
import { lastLines } from '../../deploy/processes.ts';
import { processDriver } from '../../deploy/process_driver.ts';
import type { Release } from '../../deploy/release.ts';
import { makeRelease } from '../../deploy/test/release.ts';
import { foldersOf, readInstallationEnv, type Installation } from '../../installation.ts';
import { nothingIsLost, sellUntil, type Answers, type Order } from './selling.ts';

export const PATIENT = { timeout: 90_000, interval: 300 };

export type Office = Readonly<{
  place: TestInstallation;
  installation: Installation;
  release: Release;
  url: string;
  /** What the keeper wrote so far. */
  said(): string;
  /** What the keeper tells Prometheus; not a number when it tells nothing of that name. */
  figure(name: string, labels?: Readonly<Record<string, string>>): Promise<number>;
  /** Status of the page's readiness; 0 when nobody answers. */
  page(): Promise<number>;
  /** Waits for the page. Error: with what keeper, server and PostgreSQL said meanwhile. */
  untilBack(): Promise<void>;
  /** Sells, breaks something in the middle of it, and goes on until all is well again. */
  sellThrough(fault: () => Promise<void>): Promise<Answers>;
  nothingIsLost(answers: Answers): Promise<void>;
  close(): Promise<void>;
}>;

export async function openOffice(wanted: Wanted): Promise<Office> {
  const place = await testInstallation({}, wanted);
  const [gateway, blue, green, worker, watcher, copy] = await freePorts(6);
  const url = `http://127.0.0.1:${gateway}`;
  const ports = {
    LISTEN: `127.0.0.1:${gateway}`,
    BLUE_METRICS_PORT: String(blue),
    GREEN_METRICS_PORT: String(green),
    WORKER_METRICS_PORT: String(worker),
    KEEPER_METRICS_PORT: String(watcher),
    COPY_PORT: String(copy),
  };
  const installation = { ...place.installation, env: readInstallationEnv(ports) };
  const order = await orderOf(place);
  // a database cloned from a template remembers its sequences until a checkpoint only
  await withClient(installation.adminUrl, (client) => client.query('checkpoint'));
  const release = await goLive(installation);
  // the work of the night is another test's
  const at = new Date().toISOString();
  for (const kind of KINDS)
    remember(historyFileOf(installation), { kind, at, seconds: 1, isGood: true, said: 'done' });
  const keeper = startKeeper(installation, ports, place.db.name);
  const page = async (): Promise<number> =>
    (await fetch(`${url}/readyz`).catch(() => undefined))?.status ?? 0;

  // it takes a moment until the keeper watches
  await vi.waitFor(async () => {
    expect(await keeperFigure(installation, 'process_up', { name: 'worker' })).toBe(1);
  }, PATIENT);

  async function untilBack(): Promise<void> {
    try {
      await expect.poll(page, PATIENT).toBe(200);
    } catch (error) {
      const log = join(installation.database.DATA_DIR, 'postgres', 'postgres.log');
      throw new Error(
        [
          'The page did not come back.',
          `The keeper said:\n${keeper.said().slice(-4_000)}`,
          `The server said:\n${lastLines(installation.home, 'blue')}`,
          `PostgreSQL said:\n${readFileSync(log, 'utf8').split('\n').slice(-20).join('\n')}`,
        ].join('\n\n'),
        { cause: error },
      );
    }
  }

  return {
    place,
    installation,
    release,
    url,
    said: keeper.said,
    figure: (name, labels = {}) => keeperFigure(installation, name, labels),
    page,
    untilBack,
    async sellThrough(fault) {
      const sales = personAt(url);
      expect((await sales.signIn('sales@sodaily.test')).status).toBe(200);
      let isOver = false;
      const selling = sellUntil(() => isOver, sales, order);
      await pause(1_500);
      await fault();
      await pause(500);
      await untilBack();
      await pause(1_000);
      isOver = true;
      return selling;
    },
    nothingIsLost: (answers) => nothingIsLost(place.db, answers),
    async close() {
      await keeper.stop();
      const driver = processDriver(installation);
      await Promise.all([driver.stop('blue'), driver.stop('green'), driver.stopWorker()]);
      stopGateway(installation);
      await place.remove();
    },
  };
}

async function keeperFigure(
  { env }: Installation,
  name: string,
  labels: Readonly<Record<string, string>>,
): Promise<number> {
  const at = `http://127.0.0.1:${env.KEEPER_METRICS_PORT}/metrics`;
  const answer = await fetch(at).catch(() => undefined);
  const sample = samplesIn((await answer?.text()) ?? '').find(
    (one) =>
      one.name === name
      && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
  );
  return sample?.value ?? Number.NaN;
}

/** What is sold, with credit enough for all of it. */
async function orderOf({ db }: TestInstallation): Promise<Order> {
  const known = await catalogue(db);
  await db.commitAs('manager', async (me) =>
    setDebtLimit(me, await fileOf(me, 'DL0001'), { debtLimit: 1_000_000_000 }),
  );
  return {
    agency_id: known.agency('DL0001'),
    items: [{ item_id: known.item('LE'), quantity: 1 }],
  };
}

async function goLive(installation: Installation): Promise<Release> {
  const driver = processDriver(installation);
  const release = makeRelease(foldersOf(installation.home).releases, '1.0.0');
  await driver.start('blue', release);
  await driver.keepAssets(release);
  await driver.ensureGateway(release);
  await driver.switchTo('blue');
  await driver.replaceWorker(release);
  return release;
}

function startKeeper(
  { home, database }: Installation,
  ports: Readonly<Record<string, string>>,
  databaseName: string,
) {
  let said = '';
  const child = spawn(process.execPath, ['ops/keeper/index.ts', `--home=${home}`], {
    cwd: repositoryRoot,
    env: {
      PATH: process.env['PATH'],
      ...ports,
      LOG_LEVEL: 'warn',
      DEMO: 'true',
      // the embedded PostgreSQL of this installation, which the keeper brings back
      DATA_DIR: database.DATA_DIR,
      DATABASE_NAME: databaseName,
      ...(database.POSTGRES_BINARIES === undefined
        ? {}
        : { POSTGRES_BINARIES: database.POSTGRES_BINARIES }),
    },
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += String(chunk);
    });
  return {
    said: () => said,
    async stop(): Promise<void> {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
