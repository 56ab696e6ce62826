import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../../../tools/prepare.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** Ends what is overlong; two minutes are made two hundredths of a second. */
const endOverlong = (): Promise<string> =>
  withClient(db.admin, async (superuser) => {
    await superuser.query('begin');
    const {
      rows: [found],
    } = await superuser.query<{ text: string }>(
      `select pg_get_functiondef('audit.end_overlong_statements'::regproc) as text`,
    );
    await superuser.query((found?.text ?? '').replace("interval '2 minutes'", "interval '20 ms'"));
    await superuser.query('set local role sodaily_worker');
    const { rows } = await superuser.query<{ ended: string }>(
      'select audit.end_overlong_statements()::text as ended',
    );
    await superuser.query('rollback');
    return rows[0]?.ended ?? '';
  });

/** A connection that has switched off its limits, and how it ended. */
async function stubborn(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0');
  const running = client.query(statement).then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );
  return { client, running };
}

test.each(['authenticator', 'signin'] as const)(
  'what %s runs without a limit is ended from outside',
  async (login) => {
    const { client, running } = await stubborn(db[login], 'select pg_sleep(60)');
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(await endOverlong()).toBe('1');
    expect(await running).toBe('57P01');
    await client.end().catch(() => undefined);
  },
);

test('a transaction that is left open is ended, one that works or has ended is not', async () => {
  const idle = await stubborn(db.authenticator, 'begin');
  const quiet = await stubborn(db.authenticator, 'select 1');
  await Promise.all([idle.running, quiet.running]);
  await new Promise((resolve) => setTimeout(resolve, 200));

  expect(await endOverlong()).toBe('1');
  await expect(idle.client.query('select 1')).rejects.toThrow(/terminat|connection/i);
  expect((await quiet.client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await quiet.client.end();
  await idle.client.end().catch(() => undefined);
});

test('statements of others are left alone', async () => {
  const { client, running } = await stubborn(db.worker, 'select pg_sleep(1)');
  await new Promise((resolve) => setTimeout(resolve, 200));

  expect(await endOverlong()).toBe('0');
  expect(await running).toBe('done');
  await client.end();
});

test('nobody but the worker ends any', async () => {
  await db.as('admin', async (me) => {
    expect((await me.refusal('select audit.end_overlong_statements()')).code).toBe('42501');
  });
});
