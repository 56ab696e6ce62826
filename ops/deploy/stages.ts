// The stages of a deploy, in their order, and what takes each of them back.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withClient } from '../../db/tools/prepare.ts';
import { freeMegabytes } from '../../scripts/preflight.ts';
import { backUp } from '../backup/tasks.ts';
import { maintenanceFile, type Installation } from '../installation.ts';
import { hasBooks } from './books.ts';
import type { Driver } from './driver.ts';
import { untilReady, watch } from './health.ts';
import { rehearse } from './rehearsal.ts';
import { missingIn, nodeOf, otherThan, type Colour, type Release } from './release.ts';
import { smoke, SMOKE_CHECKS } from './smoke.ts';

export type Stage = Readonly<{
  name: string;
  /** Does it, and says what was found, in a sentence. */
  run(): Promise<string>;
  /** Takes it back, whether it was finished or not; without one there is nothing to take back. */
  undo?: () => Promise<void>;
}>;

const LEAST_MEGABYTES = 500;

export type Deploy = Readonly<{
  installation: Installation;
  driver: Driver;
  release: Release;
  /** A database that is backed up by others has no copy to rehearse on. */
  hasBackup: boolean;
}>;

export function stagesOf(deploy: Deploy): readonly Stage[] {
  const { driver, release, installation, hasBackup } = deploy;
  const active = driver.active();
  // one that died, and that nobody started again, is not to be drained
  const old = active !== undefined && driver.running(active) ? active : undefined;
  const young = otherThan(active);
  const oldWorker = driver.workerRelease();
  return [
    { name: 'preflight', run: () => preflight(deploy, old) },
    { name: 'migrations under squawk', run: () => lint(release) },
    ...(hasBackup
      ? [
          { name: 'backup', run: () => secure(deploy) },
          { name: 'dry run', run: () => dryRun(deploy) },
        ]
      : []),
    {
      name: 'migrate',
      run: async () => {
        await driver.migrate(release);
        return 'the database is on this release; the old one runs on it too';
      },
    },
    {
      name: 'start',
      run: async () => {
        await driver.start(young, release);
        return `${young} runs`;
      },
      undo: () => driver.stop(young),
    },
    { name: 'health', run: () => untilReady(deploy, young) },
    {
      name: 'smoke tests',
      run: async () => {
        const problems = await smoke(driver.ask(young));
        if (problems.length > 0) throw new Error(problems.join('; '));
        return `${SMOKE_CHECKS} are right`;
      },
    },
    {
      name: 'switch',
      run: async () => {
        await driver.keepAssets(release);
        await driver.ensureGateway(release);
        await driver.switchTo(young);
        return `requests go to ${young}`;
      },
      undo: () => driver.switchTo(active),
    },
    { name: 'watch', run: () => watch(deploy, young, installation.env.WATCH_SECONDS) },
    {
      name: 'worker',
      run: async () => {
        await driver.replaceWorker(release);
        return 'jobs are done by this release';
      },
      undo: () => (oldWorker === undefined ? driver.stopWorker() : driver.replaceWorker(oldWorker)),
    },
    {
      // the last one: what was let go cannot be taken back
      name: 'drain',
      run: async () => {
        if (old === undefined) return 'there was none before';
        await driver.stop(old);
        return `${old} finished what it had`;
      },
    },
  ];
}

async function preflight(
  { installation, driver, release }: Deploy,
  old: Colour | undefined,
): Promise<string> {
  const missing = missingIn(release);
  if (missing.length > 0) throw new Error(missing.join('; '));
  const free = freeMegabytes(installation.home);
  if (free < LEAST_MEGABYTES)
    throw new Error(`${free} MB are free, and ${LEAST_MEGABYTES} MB are needed.`);
  await withClient(installation.adminUrl, (client) => client.query('select 1'));
  const maintenance = maintenanceFile(installation);
  if (existsSync(maintenance))
    throw new Error(`The file ${maintenance} says that the system is maintained.`);
  const runs = old === undefined ? 'nothing runs' : `${old} runs ${driver.running(old)?.name}`;
  return `${free} MB free; ${runs}`;
}

/** squawk reads what this release would run. */
async function lint(release: Release): Promise<string> {
  const tool = spawn(nodeOf(release), ['db/tools/lint_migrations.ts'], {
    cwd: release.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: `${join(release.folder, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
    },
  });
  let said = '';
  for (const stream of [tool.stdout, tool.stderr])
    stream.on('data', (chunk) => {
      said += String(chunk);
    });
  const [code] = (await once(tool, 'exit')) as [number | null];
  if (code !== 0) throw new Error(said.trim().split('\n').slice(0, 8).join('\n'));
  return 'nothing that a filled database could not bear';
}

async function secure({ installation }: Deploy): Promise<string> {
  if (!(await hasBooks(installation))) return 'there are no books yet';
  return `${await backUp(installation)} was made`;
}

async function dryRun({ installation, driver, release }: Deploy): Promise<string> {
  if (!(await hasBooks(installation))) return 'there are no books yet';
  const { restoreSeconds, migrateSeconds, locks } = await rehearse(installation, driver, release);
  const [longest] = locks;
  const held =
    longest === undefined
      ? 'no table was locked'
      : `the longest lock: ${longest.table}, ${longest.mode}, ${longest.milliseconds} ms`;
  return (
    `a copy was restored in ${restoreSeconds.toFixed(1)} s and migrated in `
    + `${migrateSeconds.toFixed(1)} s; ${held}`
  );
}
