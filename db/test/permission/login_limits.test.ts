// What one statement of a login may take: time, and room on the disk.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

async function limitsOf(url: string): Promise<Record<string, string>> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `select name, current_setting(name) as setting from pg_settings
       where name in ('statement_timeout', 'idle_in_transaction_session_timeout',
         'temp_file_limit')`,
    );
    return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  } finally {
    await client.end();
  }
}

test('a request has seconds, a job minutes, a look at the figures a moment; none fills the disk', async () => {
  expect(await limitsOf(db.authenticator)).toEqual({
    statement_timeout: '10s',
    idle_in_transaction_session_timeout: '15s',
    temp_file_limit: '256MB',
  });
  expect(await limitsOf(db.signin)).toEqual({
    statement_timeout: '10s',
    idle_in_transaction_session_timeout: '15s',
    temp_file_limit: '16MB',
  });
  expect(await limitsOf(db.worker)).toEqual({
    statement_timeout: '10min',
    idle_in_transaction_session_timeout: '5min',
    temp_file_limit: '4GB',
  });
  expect(await limitsOf(db.metrics)).toEqual({
    statement_timeout: '10s',
    idle_in_transaction_session_timeout: '10s',
    temp_file_limit: '64MB',
  });
});

test('every login has both limits, apart from those that a DBA works with', async () => {
  const unlimited = await db.query<{ role: string }>(
    `select r.rolname as role from pg_roles as r
      left join pg_db_role_setting as s on s.setrole = r.oid and s.setdatabase = 0
     where r.rolname like 'sodaily%' and r.rolcanlogin and (
       not coalesce(s.setconfig::text, '') ~ 'statement_timeout='
         or not coalesce(s.setconfig::text, '') ~ 'temp_file_limit=')
     order by 1`,
  );
  expect(unlimited.map(({ role }) => role)).toEqual(['sodaily_backup', 'sodaily_migrator']);
});

test('a statement of a request that writes more beside memory than it may is ended, and cannot allow itself more', async () => {
  const client = new pg.Client(db.authenticator);
  await client.connect();
  try {
    const spill = 'select count(*) from generate_series(1, 30000000)';
    await expect(client.query(spill)).rejects.toMatchObject({ code: '53400' });
    await expect(client.query('set temp_file_limit to -1')).rejects.toMatchObject({
      code: '42501',
    });
  } finally {
    await client.end();
  }
});
