// What `npm start` and `npm run dev` have in common: the data, the settings of server and worker,
// and what people are told.
import { join } from 'node:path';
import { findDrift } from '../db/tools/drift.ts';
import { readDatabaseEnv, type DatabaseEnv } from '../db/tools/env.ts';
import { migrateSettings } from '../db/tools/migrate_settings.ts';
import { runOpenMigration } from '../db/tools/open_migration.ts';
import { prepareDatabase, withClient, type DatabaseUrls } from '../db/tools/prepare.ts';
import { saySeeded, seedDemo } from '../db/tools/seed.ts';
import type { Workplace } from '../db/tools/workplace.ts';
import { rulesState, sayDrift } from '../platform/rules_state.ts';
import { readStartEnv, type StartEnv } from './env.ts';
import type { Ports } from './preflight.ts';

/** Settings of this start and of its database, the file .env included. */
export function readEnvs(): { env: StartEnv; database: DatabaseEnv } {
  const database = readDatabaseEnv();
  return { env: readStartEnv(), database };
}

export type Settings = Record<string, string>;

/** Migrations, the open one too, and demo data. */
export async function prepareData(workplace: Workplace): Promise<DatabaseUrls> {
  const { adminUrl, env, secrets } = workplace;
  const urls = await prepareDatabase(adminUrl, env.DATABASE_NAME, secrets);
  await runOpen(workplace, urls);
  const drift = sayDrift(await withClient(urls.admin, (client) => rulesState(client)));
  if (drift !== undefined) console.warn(drift);
  if (env.DEMO) {
    const seconds = await seedDemo(urls.migrator, env.DEMO_PASSWORD);
    if (seconds !== undefined) console.log(saySeeded(seconds));
  }
  return urls;
}

/**
 * A branch in work needs its open migration. Another server is left alone: it may be one that
 * people work with.
 */
async function runOpen({ adminUrl, env }: Workplace, urls: DatabaseUrls): Promise<void> {
  if (!findDrift().isOpen) return;
  if (env.DATABASE_URL !== undefined) {
    console.warn(
      'db/current holds an open migration. It is not run on the server of DATABASE_URL by itself; '
        + 'npm run db:watch does.',
    );
    return;
  }
  await runOpenMigration(migrateSettings({ migratorUrl: urls.migrator, adminUrl }));
  console.log('The open migration (db/current) was run.');
}

/** Settings of the server's process. */
export function serverSettings(
  env: StartEnv,
  urls: DatabaseUrls,
  { env: database, secrets }: Workplace,
  ports: Ports,
): Settings {
  return {
    AUTHENTICATOR_DATABASE_URL: urls.authenticator,
    SIGN_IN_DATABASE_URL: urls.signin,
    JWT_SECRET: env.JWT_SECRET ?? secrets.jwt,
    SECOND_FACTOR_KEY: env.SECOND_FACTOR_KEY ?? secrets.secondFactor,
    // plain http works in demo mode only: elsewhere cookies travel over TLS
    COOKIE_SECURE: String(env.COOKIE_SECURE ?? !database.DEMO),
    DEMO: String(database.DEMO),
    MAIL_DIR: join(database.DATA_DIR, 'mail'),
    PORT: String(env.PORT),
    METRICS_PORT: String(ports.metrics),
    HOST: env.HOST,
    LOG_LEVEL: env.LOG_LEVEL,
  };
}

/** Settings of the worker's process. */
export function workerSettings(
  env: StartEnv,
  urls: DatabaseUrls,
  { env: database }: Workplace,
  ports: Ports,
): Settings {
  return {
    WORKER_DATABASE_URL: urls.worker,
    DEMO: String(database.DEMO),
    WORKER_METRICS_PORT: String(ports.workerMetrics),
    PUBLIC_URL: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    MAIL_DIR: join(database.DATA_DIR, 'mail'),
    LOG_LEVEL: env.LOG_LEVEL,
  };
}

export function announce(env: StartEnv, database: DatabaseEnv, seconds: number): void {
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
