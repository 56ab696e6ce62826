// Whether another server (DATABASE_URL) can carry the database, before anything is made on it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { administratorSql, allCanEnter } from './administrator.ts';
import type { DatabaseEnv } from './env.ts';
import { databaseUrls } from './prepare.ts';
import { installationSecrets } from './secrets.ts';

const OLDEST = 15;

/** What an administrator of the server is to run, in the data folder. */
export const ADMINISTRATOR_FILE = 'administrator.sql';

/**
 * Error: a sentence for people that says what is missing and what to do. For a login that is no
 * superuser the statements of an administrator are written into the data folder.
 */
export async function checkServer(url: string, env: DatabaseEnv): Promise<void> {
  const { version, shown, isSuperuser, login } = await ask(url);
  if (version < OLDEST)
    throw new Error(
      `DATABASE_URL leads to PostgreSQL ${shown}; ${OLDEST} or newer is needed. Leave `
        + 'DATABASE_URL out '
        + 'to use the embedded one.',
    );
  if (isSuperuser) return;
  const secrets = installationSecrets(env.DATA_DIR);
  if (await allCanEnter(databaseUrls(url, env.DATABASE_NAME, secrets))) return;
  const file = join(env.DATA_DIR, ADMINISTRATOR_FILE);
  writeFileSync(file, administratorSql(env.DATABASE_NAME, secrets), { mode: 0o600 });
  throw new Error(
    `The login ${login} of DATABASE_URL is no superuser: it cannot make roles. The `
      + 'statements that an '
      + `administrator of the server must run are in ${file} (it holds passwords):\n`
      + `  psql -d postgres -f ${file}\nThen npm start again. Or use a superuser, or leave `
      + 'DATABASE_URL '
      + 'out to use the embedded PostgreSQL.',
  );
}

interface Answer {
  version: number;
  shown: string;
  isSuperuser: boolean;
  login: string;
}

async function ask(url: string): Promise<Answer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<Answer>(
      `select current_setting('server_version_num')::int / 10000 as version,
         current_setting('server_version') as shown, current_user::text as login,
         (select r.rolsuper from pg_roles as r where r.rolname = current_user) as "isSuperuser"`,
    );
    const [answer] = rows;
    if (answer === undefined) throw new Error('no answer');
    return answer;
  } catch (error) {
    const { host } = new URL(url);
    const said =
      error instanceof Error ? error.message || String(Object(error).code) : String(error);
    throw new Error(`The server of DATABASE_URL (${host}) cannot be used: ${said}`, {
      cause: error,
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}
