// npm start: database, migrations, demo data, web build, server and worker, until Ctrl-C.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readDatabaseEnv } from '../db/tools/env.ts';
import { prepareDatabase, withClient, type DatabaseUrls } from '../db/tools/prepare.ts';
import { rulesState, sayDrift } from '../platform/rules_state.ts';
import { saySeeded, seedDemo } from '../db/tools/seed.ts';
import { openWorkplace, type Workplace } from '../db/tools/workplace.ts';
import { buildWeb } from './build_web.ts';
import { startChild, stopChildren, type Child } from './children.ts';
import { readStartEnv, type StartEnv } from './env.ts';
import { claimAddress, releaseAddress } from './running_mark.ts';

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
  const env = readStartEnv();
  const { DATA_DIR } = readDatabaseEnv();
  mkdirSync(DATA_DIR, { recursive: true });
  await claimAddress(DATA_DIR, env.HOST, env.PORT);
  console.log('Starting the database …');
  workplace = await openWorkplace();
  console.log('Preparing the data (the first time a year of demo business, about 10 s) …');
  const urls = await prepareData(workplace);
  if (await buildWeb({ isForced: false })) console.log('Web application built.');
  await startProcesses(env, urls, workplace);
  announce(env, workplace, (performance.now() - began) / 1000);
}

async function prepareData({ adminUrl, env, secrets }: Workplace): Promise<DatabaseUrls> {
  const urls = await prepareDatabase(adminUrl, env.DATABASE_NAME, secrets);
  const drift = sayDrift(await withClient(urls.admin, (client) => rulesState(client)));
  if (drift !== undefined) console.warn(drift);
  if (env.DEMO) {
    const seconds = await seedDemo(urls.migrator, env.DEMO_PASSWORD);
    if (seconds !== undefined) console.log(saySeeded(seconds));
  }
  return urls;
}

async function startProcesses(
  env: StartEnv,
  urls: DatabaseUrls,
  { env: database, secrets }: Workplace,
): Promise<void> {
  const server = startChild('server', {
    AUTHENTICATOR_DATABASE_URL: urls.authenticator,
    JWT_SECRET: env.JWT_SECRET ?? secrets.jwt,
    SECOND_FACTOR_KEY: env.SECOND_FACTOR_KEY ?? secrets.secondFactor,
    // plain http works in demo mode only: elsewhere cookies travel over TLS
    COOKIE_SECURE: String(env.COOKIE_SECURE ?? !database.DEMO),
    DEMO: String(database.DEMO),
    MAIL_DIR: join(database.DATA_DIR, 'mail'),
    PORT: String(env.PORT),
    HOST: env.HOST,
    LOG_LEVEL: env.LOG_LEVEL,
  });
  const worker = startChild('worker', {
    WORKER_DATABASE_URL: urls.worker,
    DEMO: String(database.DEMO),
    PUBLIC_URL: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    MAIL_DIR: join(database.DATA_DIR, 'mail'),
    LOG_LEVEL: env.LOG_LEVEL,
  });
  const started = await Promise.allSettled([server, worker]);
  for (const result of started) if (result.status === 'fulfilled') children.push(result.value);
  for (const result of started) if (result.status === 'rejected') throw result.reason;
  for (const child of children) {
    child.process.once('exit', (code) => void stop(1, `${child.name} ended with code ${code}.`));
  }
}

function announce(env: StartEnv, { env: database }: Workplace, seconds: number): void {
  console.log(`\nSổ Đại Lý runs after ${seconds.toFixed(1)} s:  http://localhost:${env.PORT}\n`);
  if (database.DEMO) {
    const people = ['sales', 'manager', 'warehouse', 'accountant', 'auditor', 'agency', 'admin'];
    console.log('Demo logins (demo mode: no second factor, plain http):');
    for (const person of people)
      console.log(`  ${`${person}@sodaily.test`.padEnd(24)} ${database.DEMO_PASSWORD}`);
    console.log(`\nMails are caught: http://localhost:${env.PORT}/demo/mails\n`);
  }
  console.log('psql "$(npm run -s db:url)" opens the database. Ctrl-C stops all of it.');
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
