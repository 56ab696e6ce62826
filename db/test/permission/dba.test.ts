// What a DBA's login (npm run db:url) sees of the server at work, and nobody else does.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('a DBA sees the statements of others while they run', async () => {
  await db.as('manager', async (me) => {
    await me.query('select count(*) as asked_by_a_manager from inventory.item');

    const seen = await db.query<{ login: string; state: string }>(
      `select a.usename as login, a.state from pg_stat_activity as a
       where a.datname = current_database() and a.query like '%asked_by_a_manager%'
         and a.pid <> pg_backend_pid()`,
    );

    expect(seen).toEqual([{ login: 'sodaily_authenticator', state: 'idle in transaction' }]);
  });
});

test('a DBA sees what statements cost in sum', async () => {
  await db.as('manager', (me) => me.query('select count(*) as counted_once from inventory.unit'));

  const [cost] = await db.query<{ calls: string; ms: number }>(
    `select s.calls::text, s.total_exec_time as ms from public.pg_stat_statements as s
     join pg_database as d on d.oid = s.dbid and d.datname = current_database()
     where s.query like '%counted_once%' and s.query not like '%pg_stat_statements%'`,
  );

  expect(cost?.calls).toBe('1');
  expect(cost?.ms).toBeGreaterThan(0);
});

test('nobody of the API sees either', async () => {
  await db.as('admin', async (me) => {
    expect((await me.refusal('select from public.pg_stat_statements')).code).toBe('42501');

    const texts = await me.query<{ query: string }>(
      `select distinct a.query from pg_stat_activity as a
       where a.datname = current_database() and a.usename <> 'sodaily_authenticator'`,
    );
    expect(texts).toEqual([{ query: '<insufficient privilege>' }]);
  });
});
