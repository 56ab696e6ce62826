import pg from 'pg';
import { generate } from '../../db/tools/generate.ts';
import { prepareDatabase, withClient, type DatabaseUrls } from '../../db/tools/prepare.ts';
import { setDemoPasswords } from '../../db/tools/seed.ts';
import type { Workplace } from '../../db/tools/workplace.ts';
import { readEnv } from '../../server/env.ts';
import { start } from '../../server/start.ts';

const PASSWORD = 'books of the benchmark';

export interface Books {
  size: number;
  url: string;
  urls: DatabaseUrls;
  /** A DBA, who sees every row: what answers are checked with. */
  dba: pg.Client;
  /** The cookies of somebody who signed in. */
  signIn(person: string): Promise<string>;
  close(): Promise<void>;
}

/** What pg_stat_statements costs is no cost of ours. */
export const countNoStatements = (urls: DatabaseUrls): Promise<unknown> =>
  withClient(urls.admin, (client) =>
    client.query(
      `do $$ begin
         execute format('alter database %I set pg_stat_statements.track = none',
           current_database());
       end $$`,
    ),
  );

/** A database of so many slips, generated unless it is there. */
export async function fillBooks(
  { adminUrl, secrets }: Workplace,
  name: string,
  size: number,
): Promise<DatabaseUrls> {
  const urls = await prepareDatabase(adminUrl, name, secrets);
  await countNoStatements(urls);
  const isNew = await withClient(
    urls.migrator,
    async (client) => (await client.query('select from auth."user" limit 1')).rowCount === 0,
  );
  if (isNew) {
    console.log(`books of ${size} slips are generated`);
    await generate(urls.migrator, { issues: size });
  }
  await withClient(urls.migrator, (client) => setDemoPasswords(client, PASSWORD));
  return urls;
}

/** A DBA, who sees every row. */
export async function dbaOf(urls: DatabaseUrls): Promise<pg.Client> {
  const dba = new pg.Client({ connectionString: urls.migrator });
  await dba.connect();
  await dba.query('set role none');
  return dba;
}

/** Books of so many slips behind a server of their own. */
export async function openBooks(workplace: Workplace, size: number): Promise<Books> {
  const urls = await fillBooks(workplace, `bench_${size}`, size);
  const running = await start(
    readEnv({
      AUTHENTICATOR_DATABASE_URL: urls.authenticator,
      SIGN_IN_DATABASE_URL: urls.signin,
      PORT: '0',
      METRICS_PORT: '0',
      DEMO: 'true',
      COOKIE_SECURE: 'false',
      JWT_SECRET: 'a secret of the benchmark, longer than 32 characters',
      SECOND_FACTOR_KEY: 'a key of the benchmark, longer than 32 characters',
      LOG_LEVEL: 'silent',
      TRUSTED_DOCUMENTS: 'true',
    }),
  );
  const dba = await dbaOf(urls);
  return {
    size,
    url: running.url,
    urls,
    dba,
    signIn: (person) => signIn(running.url, person),
    async close() {
      await dba.end();
      await running.stop();
    },
  };
}

export async function signIn(url: string, person: string): Promise<string> {
  const answer = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Sodaily-CSRF': '1' },
    body: JSON.stringify({ email: `${person}@sodaily.test`, password: PASSWORD }),
  });
  if (answer.status !== 200)
    throw new Error(`${person} could not sign in: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
