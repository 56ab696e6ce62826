// npm start: database, migrations, demo data, web build, server and worker, until Ctrl-C.
import type { DatabaseUrls } from '../db/tools/prepare.ts';
import { openWorkplace, type Workplace } from '../db/tools/workplace.ts';
import { buildChangedWeb } from './build_web.ts';
import { startChild, stopChildren, type Child } from './children.ts';
import type { StartEnv } from './env.ts';
import { checkMachine, freeMegabytes, LEAST_ROOM, type Ports } from './preflight.ts';
import { releaseAddress } from './running_mark.ts';
import { announce, prepareData, readEnvs, serverSettings, workerSettings } from './system.ts';

const LOOK_AT_DISK_MS = 5_000;

const children: Child[] = [];
let workplace: Workplace | undefined;
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void stop(0, 'Stopping …'));
}

try {
  await start();
} catch (error) {
  // a stop in the middle of starting makes the steps fail; that is no news
  if (!isStopping) await stop(1, error instanceof Error ? error.message : String(error));
}

async function start(): Promise<void> {
  const began = performance.now();
  const { env, database } = readEnvs();
  const ports = await checkMachine(env, database);
  console.log('Starting the database …');
  workplace = await openWorkplace();
  console.log('Preparing the data (the first time a year of demo business, about 10 s) …');
  const urls = await prepareData(workplace);
  if (buildChangedWeb()) console.log('Web application built.');
  await startProcesses(env, urls, workplace, ports);
  if (database.DATABASE_URL === undefined) watchDisk(database.DATA_DIR);
  announce(env, workplace.env, (performance.now() - began) / 1000);
}

async function startProcesses(
  env: StartEnv,
  urls: DatabaseUrls,
  place: Workplace,
  ports: Ports,
): Promise<void> {
  const server = startChild('server', serverSettings(env, urls, place, ports));
  const worker = startChild('worker', workerSettings(env, urls, place, ports));
  const started = await Promise.allSettled([server, worker]);
  for (const result of started) if (result.status === 'fulfilled') children.push(result.value);
  for (const result of started) if (result.status === 'rejected') throw result.reason;
  for (const child of children) {
    child.process.once('exit', (code) => void stop(1, `${child.name} ended with code ${code}.`));
  }
}

/**
 * PostgreSQL breaks off in the middle when it cannot write, and again at each start. It is stopped
 * in good order before that.
 */
function watchDisk(folder: string): void {
  setInterval(() => {
    const free = freeMegabytes(folder);
    if (free >= LEAST_ROOM) return;
    void stop(
      1,
      `The disk of ${folder} is full: ${free} MB left. Everything was stopped, and `
        + 'nothing is lost. '
        + 'Make room, then npm start.',
    );
  }, LOOK_AT_DISK_MS);
}

/** Ends everything in the order in which it depends on each other. */
async function stop(code: number, reason: string): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  if (code === 0) console.log(`\n${reason}`);
  else console.error(`\n${reason}`);
  await stopChildren(children);
  if (workplace) {
    releaseAddress(workplace.env.DATA_DIR);
    workplace.shutDown();
  }
  process.exit(code);
}
