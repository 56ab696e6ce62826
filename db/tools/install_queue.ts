// The job queue's schema belongs to sodaily_worker, who may not create schemas: the superuser makes
// it, graphile-worker fills it. It must stand before our migrations, whose functions queue jobs.
import { runMigrations } from 'graphile-worker';
import pg from 'pg';

export async function installQueue(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('create schema if not exists graphile_worker authorization sodaily_worker');
    // graphile-worker says "create schema if not exists", which asks for the right even when it
    // exists
    await client.query(databaseGrant('grant', 'to'));
    await fillQueue(adminUrl);
    await client.query(databaseGrant('revoke', 'from'));
  } finally {
    await client.end();
  }
}

/** Tables of the queue, in a schema that is there, by a login that may become the worker. */
export async function fillQueue(url: string): Promise<void> {
  await runMigrations({ connectionString: asWorker(url) });
}

/** A connection acting as the worker, so that the worker owns what is made. */
function asWorker(login: string): string {
  const url = new URL(login);
  url.searchParams.set('options', '-c role=sodaily_worker');
  return url.href.replaceAll('+', '%20');
}

function databaseGrant(verb: 'grant' | 'revoke', preposition: 'to' | 'from'): string {
  return (
    `do $$ begin execute format('${verb} create on database %I ${preposition} sodaily_worker',`
    + ' current_database()); end $$'
  );
}

// as graphile-migrate's afterReset action, which passes the superuser's URL
if (import.meta.main) {
  const url = process.env['GM_DBURL'];
  if (url === undefined) throw new Error('GM_DBURL is not set: graphile-migrate calls this tool.');
  await installQueue(url);
}
