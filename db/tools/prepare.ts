// Makes a database ready for this release: roles, the job queue's schema, our migrations.
// Each step is idempotent, so a start that was killed in the middle is finished by the next one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from 'graphile-migrate';
import pg from 'pg';
import { repositoryRoot } from './env.ts';
import { strangeBeginning } from './first_migration.ts';
import { allCanEnter, isSuperuser, LOGINS } from './administrator.ts';
import { fillQueue, installQueue } from './install_queue.ts';
import { migrateSettings, type KeyType } from './migrate_settings.ts';
import type { Secrets } from './secrets.ts';

/** Connection strings of one database, by who connects. */
export interface DatabaseUrls {
  admin: string;
  migrator: string;
  authenticator: string;
  signin: string;
  worker: string;
  metrics: string;
}

/** Advisory lock under which roles are made: they belong to the whole cluster. */
export const bootstrapLock = 7_360_021;

export function databaseUrls(adminUrl: string, name: string, secrets: Secrets): DatabaseUrls {
  const login = (role: (typeof LOGINS)[number]): string => {
    const url = new URL(adminUrl);
    url.username = `sodaily_${role}`;
    url.password = secrets[role];
    url.pathname = `/${name}`;
    return url.href;
  };
  const admin = new URL(adminUrl);
  admin.pathname = `/${name}`;
  return {
    admin: admin.href,
    migrator: login('migrator'),
    authenticator: login('authenticator'),
    signin: login('signin'),
    worker: login('worker'),
    metrics: login('metrics'),
  };
}

/**
 * Creates the database when it is missing and brings it to this release. Errors: it was made before
 * 0.2.0.
 */
export async function prepareDatabase(
  adminUrl: string,
  name: string,
  secrets: Secrets,
  keyType: KeyType = 'int',
): Promise<DatabaseUrls> {
  const urls = (await isSuperuser(adminUrl))
    ? await bareDatabase(adminUrl, name, secrets)
    : await administeredDatabase(adminUrl, name, secrets);
  const problem = await withClient(urls.admin, strangeBeginning);
  if (problem !== undefined) throw new Error(problem);
  await migrate(migrateSettings({ migratorUrl: urls.migrator, adminUrl, keyType }));
  return urls;
}

/** A database with its roles and the queue, and nothing of ours; made when it is missing. */
export async function bareDatabase(
  adminUrl: string,
  name: string,
  secrets: Secrets,
): Promise<DatabaseUrls> {
  const urls = databaseUrls(adminUrl, name, secrets);
  await withClient(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [bootstrapLock]);
    await createDatabase(client, name);
    await withClient(urls.admin, (inside) => makeRoles(inside, secrets));
  });
  await installQueue(urls.admin);
  return urls;
}

/**
 * A database whose roles an administrator made (administrator.ts). The migrator stands in for the
 * superuser, whom nothing here needs any more. Error: no administrator was at work yet.
 */
async function administeredDatabase(
  adminUrl: string,
  name: string,
  secrets: Secrets,
): Promise<DatabaseUrls> {
  const urls = databaseUrls(adminUrl, name, secrets);
  if (!(await allCanEnter(urls)))
    throw new Error(
      'The login of DATABASE_URL is no superuser, and the roles of Sổ Đại Lý are not made yet, or '
        + 'are those of an earlier release: npm start writes the statements for an administrator.',
    );
  await fillQueue(urls.migrator);
  return { ...urls, admin: urls.migrator };
}

/** Grants of a database are not copied with its template, so clones run this too. */
export async function makeRoles(client: pg.Client, secrets: Secrets): Promise<void> {
  await client.query(readFileSync(join(repositoryRoot, 'db', 'roles.sql'), 'utf8'));
  for (const role of LOGINS) {
    const name = client.escapeIdentifier(`sodaily_${role}`);
    await client.query(`alter role ${name} password ${client.escapeLiteral(secrets[role])}`);
  }
}

export async function withClient<T>(
  connectionString: string,
  task: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString });
  // a lost connection rejects the query that runs; without this it would end the process, too
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await task(client);
  } finally {
    await client.end();
  }
}

async function createDatabase(client: pg.Client, name: string): Promise<void> {
  const found = await client.query('select from pg_database where datname = $1', [name]);
  if (found.rowCount === 0) {
    await client.query(`create database ${client.escapeIdentifier(name)} template template0`);
  }
}
