// On a server where nobody of us is a superuser (managed PostgreSQL) an administrator makes the
// database and its roles once, by these statements; everything else is done as the migrator.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { repositoryRoot } from './env.ts';
import type { Secrets } from './secrets.ts';

/** Logins that processes of ours use; each has a password of its own. */
export const LOGINS = ['migrator', 'authenticator', 'signin', 'worker', 'metrics'] as const;

/** A script for psql; it holds the passwords of the logins. */
export function administratorSql(name: string, secrets: Secrets): string {
  const database = pg.escapeIdentifier(name);
  return [
    '-- For an administrator of the server, once, and again after each upgrade of Sổ Đại Lý:',
    '--   psql -d postgres -f administrator.sql',
    `select 'create database ${database} template template0'`,
    `where not exists (select from pg_database where datname = ${pg.escapeLiteral(name)})\\gexec`,
    `\\connect ${database}`,
    '',
    readFileSync(join(repositoryRoot, 'db', 'roles.sql'), 'utf8').trim(),
    '',
    ...LOGINS.map(
      (login) => `alter role sodaily_${login} password ${pg.escapeLiteral(secrets[login])};`,
    ),
    '',
    '-- the job queue makes its own tables',
    'create schema if not exists graphile_worker authorization sodaily_worker;',
    `grant create on database ${database} to sodaily_worker;`,
    '',
  ].join('\n');
}

/** Whether every login is there and may enter: an administrator was at work for this release. */
export async function allCanEnter(urls: Record<(typeof LOGINS)[number], string>): Promise<boolean> {
  const entered = await Promise.all(LOGINS.map((login) => canEnter(urls[login])));
  return entered.every(Boolean);
}

async function canEnter(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function isSuperuser(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ yes: boolean }>(
      'select r.rolsuper as yes from pg_roles as r where r.rolname = current_user',
    );
    return rows[0]?.yes ?? false;
  } finally {
    await client.end();
  }
}
