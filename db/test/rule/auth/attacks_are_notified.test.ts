import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
let routes: pg.Pool;
beforeAll(async () => {
  db = await testDatabase();
  routes = new pg.Pool({ connectionString: db.signin, max: 2 });
});
afterAll(async () => {
  await routes.end();
  await db.close();
});
beforeEach(async () => {
  await db.query('delete from auth.login_attempt');
  await db.query('delete from notification.notification');
});

/** So many failures in a row, patient enough for the throttle; they are an hour old at most. */
async function failures(
  times: number,
  emailOf: (n: number) => string,
  ipOf: (n: number) => string,
): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const {
      rows: [begun],
    } = await routes.query<{ key: string }>('select auth.begin_attempt($1, $2)::text as key', [
      emailOf(n),
      ipOf(n),
    ]);
    await db.query(
      `update auth.login_attempt set created_at = clock_timestamp() - interval '59 minutes'
        where outcome = 'started'`,
    );
    await routes.query('select auth.record_attempt($1, false)', [begun?.key]);
  }
}
const told = () =>
  db.query<{ email: string; payload: unknown }>(
    `select u.email, n.payload from notification.notification as n
      join auth."user" as u on u.id = n.user_id
   where n.kind = 'sign_in_attack' order by 1, 2::text`,
  );

test('ten failures on one account are told to administrators, once a day, whatever the addresses', async () => {
  await failures(
    9,
    () => 'sales@sodaily.test',
    (n) => `203.0.113.${n}`,
  );
  expect(await told()).toEqual([]);

  await failures(
    5,
    () => 'Sales@sodaily.test',
    (n) => `198.51.100.${n}`,
  );
  expect(await told()).toEqual([
    { email: 'admin@sodaily.test', payload: { account: 'sales@sodaily.test', failures: '10' } },
  ]);
});

test('twenty from one address are told, whatever the accounts; unknown accounts have no name', async () => {
  await failures(
    19,
    (n) => `person${n}@example.com`,
    () => '203.0.113.7',
  );
  expect(await told()).toEqual([]);

  await failures(
    2,
    (n) => `other${n}@example.com`,
    () => '203.0.113.7',
  );
  expect(await told()).toEqual([
    { email: 'admin@sodaily.test', payload: { address: '203.0.113.7', failures: '20' } },
  ]);

  await failures(
    10,
    () => 'nobody@example.com',
    (n) => `192.0.2.${n}`,
  );
  expect((await told()).map(({ payload }) => payload)).toContainEqual({
    account: '?',
    failures: '10',
  });
});

test('what failed more than an hour ago is no attack of now', async () => {
  await failures(
    9,
    () => 'sales@sodaily.test',
    (n) => `203.0.113.${n}`,
  );
  await db.query(`update auth.login_attempt set created_at = created_at - interval '2 minutes'`);
  await failures(
    1,
    () => 'sales@sodaily.test',
    () => '198.51.100.1',
  );

  expect(await told()).toEqual([]);
});
