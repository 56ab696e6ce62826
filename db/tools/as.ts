// npm run db:as -- kho@example.com [-c "select …"]: psql as a user. Role, user and session are set
// as the server sets them for a request, so grants, row-level security and commands answer as they
// answer that user. The session ends with psql.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runningClusterUrl } from './embedded.ts';
import { readDatabaseEnv } from './env.ts';
import { databaseUrls, withClient } from './prepare.ts';
import { askHere, runPsql } from './psql.ts';
import { installationSecrets } from './secrets.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { command: { type: 'string', short: 'c' } },
});
const [email] = positionals;
if (email === undefined) fail('Say as whom: npm run db:as -- lan@example.com [-c "select …"]');

const env = readDatabaseEnv();
const secrets = installationSecrets(env.DATA_DIR);
const adminUrl = env.DATABASE_URL ?? (await runningClusterUrl(env.DATA_DIR, secrets.admin));
if (adminUrl === undefined)
  fail('The embedded PostgreSQL is not running. Start the system first: npm start');
const urls = databaseUrls(adminUrl, env.DATABASE_NAME, secrets);

const session = await beginSession(email);
if (session === undefined) fail(`Nobody who may sign in has the e-mail ${email}.`);
const settings = {
  role: session.role,
  'app.current_user_id': session.user,
  'app.session_id': session.id,
  'app.request_id': randomUUID(),
};
try {
  process.exitCode =
    (await runPsql(urls.authenticator, settings, values.command))
    ?? (await askHere(urls.authenticator, settings, values.command));
} finally {
  await inDefiner('update auth.session set ended_at = now() where id = $1', [session.id]);
}

/** A session like any other; no password is asked, because a DBA may reset it anyway. */
async function beginSession(
  address: string,
): Promise<{ id: string; user: string; role: string } | undefined> {
  const [begun] = await inDefiner<{ id: string; user: string; role: string }>(
    `select s.id::text, u.id::text as user, auth.database_role_of(u.id) as role
     from auth."user" as u
     cross join lateral auth.begin_session(
       u.id, sha256(convert_to($2, 'UTF8')), null, 'npm run db:as', true) as s
     where lower(u.email) = lower($1) and s.id is not null`,
    [address, randomUUID()],
  );
  return begun;
}

function inDefiner<Row extends object>(text: string, given: unknown[]): Promise<Row[]> {
  return withClient(urls.migrator, async (client) => {
    await client.query('set role sodaily_definer');
    return (await client.query<Row & Record<string, unknown>>(text, given)).rows;
  });
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}
