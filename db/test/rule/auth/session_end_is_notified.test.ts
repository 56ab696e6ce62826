import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
let ear: pg.Client;
const heard: string[] = [];
beforeAll(async () => {
  db = await testDatabase();
  ear = new pg.Client({ connectionString: db.authenticatorUrl });
  await ear.connect();
  ear.on('notification', ({ channel }) => heard.push(channel));
});
afterAll(async () => {
  await ear.end();
  await db.close();
});
beforeEach(() => {
  heard.length = 0;
});

/** A session in the database, and somebody listening for its end. */
async function session(): Promise<string> {
  const id = await db.commitAs(
    'sales',
    async (me) =>
      (await me.one<{ id: string }>("select current_setting('app.session_id') as id")).id,
  );
  await ear.query(`listen "session_ended:${id}"`);
  return id;
}
/** What was announced has arrived before a later answer on the same connection. */
const settled = () => ear.query('select 1');

test('the end of a session is announced once, on its own channel', async () => {
  const [id, other] = [await session(), await session()];

  await db.query('update auth.session set ended_at = now() where id = $1', [id]);
  await db.query('update auth.session set ended_at = now() where id = $1', [id]);
  await settled();

  expect(heard).toEqual([`session_ended:${id}`]);
  expect(heard).not.toContain(`session_ended:${other}`);
});

test('what goes on is not announced', async () => {
  const id = await session();

  await db.query('update auth.session set rotated_at = now() where id = $1', [id]);
  await settled();

  expect(heard).toEqual([]);
});

test('deactivating a person announces the end of each of their sessions', async () => {
  const ids = [await session(), await session()];
  await db.commitAs('admin', async (me) => {
    await me.query(`select auth.deactivate_user('gone', u.user_id, u.version, 'Nghỉ việc')
      from (select s.id as user_id, s.version from auth.search_users('sales') as s
        where s.email = 'sales@sodaily.test') as u`);
  });
  await settled();

  expect(heard).toEqual(expect.arrayContaining(ids.map((id) => `session_ended:${id}`)));
});
