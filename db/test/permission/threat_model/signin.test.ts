import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { giveApp, SEALED } from '../../support/second_factor.ts';
import { Login, OBJECTS_OF_ITS_OWN, relations } from './login.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const thief = <T>(task: (login: Login) => Promise<T>): Promise<T> => Login.with(db.signin, task);

describe('the password of `sodaily_signin`', () => {
  test('cannot read a table or become any other role', async () => {
    const tables = await relations(db);
    const roles = await db.query<{ name: string }>(
      `select rolname as name from pg_roles where rolname <> 'sodaily_signin'`,
    );
    await thief(async (login) => {
      expect(await login.allowed(tables.map((table) => `select from ${table}`))).toEqual([]);
      expect(await login.allowed(roles.map(({ name }) => `set role "${name}"`))).toEqual([]);
    });
  });

  test('cannot call a command of the business, not even for a session that it opened', async () => {
    await thief(async (login) => {
      const [opened] = await login.query<{ session: string; person: string }>(
        `select s.session_id::text as session, c.user_id::text as person
         from auth.sign_in_candidate('manager@sodaily.test') as c
         cross join lateral auth.open_session(c.user_id, $1, null, 'thief') as s`,
        [randomBytes(32)],
      );
      await login.query(
        `select set_config('app.session_id', $1, false),
           set_config('app.current_user_id', $2, false)`,
        [opened?.session, opened?.person],
      );
      expect(
        await login.allowed([
          "select inventory.create_unit('key', 'Thùng')",
          "select finance.close_period('key', '2024-01-01', 0)",
          "select auth.create_role('key', 'x', 'x', 'x', 'sodaily_staff', null)",
          'select audit.check_invariants()',
          "select audit.record_refusal(null, 'x', 'x', 'x', '{}')",
        ]),
      ).toEqual([]);
    });
  });

  test('cannot write large objects, temporary tables or any object of its own', async () => {
    await thief(async (login) => {
      expect(await login.allowed(OBJECTS_OF_ITS_OWN)).toEqual([]);
    });
  });

  test('can read the hash of a password, by the address of its owner', async () => {
    await thief(async (login) => {
      expect(
        await login.query(
          "select password_hash ~ '^.argon2id' as is_hash from auth.sign_in_candidate($1)",
          ['admin@sodaily.test'],
        ),
      ).toEqual([{ is_hash: true }]);
    });
  });

  test('can open a session of anybody, and with the server that is everything this person may do', async () => {
    await giveApp(db, 'accountant@sodaily.test');
    await thief(async (login) => {
      const [who] = await login.query<{ id: string; attempt: string }>(
        `select user_id::text as id, auth.begin_attempt('accountant@sodaily.test', null)::text
           as attempt
         from auth.sign_in_candidate('accountant@sodaily.test')`,
      );
      const token = randomBytes(32);
      await login.query('select auth.open_challenge($1, $2, $3)', [who?.id, token, who?.attempt]);
      // the code is compared by the server: the login says that it was right
      expect(
        await login.query(
          `select session_id is not null as is_open
           from auth.pass_challenge($1, $2, 9000, null, $3, null, $4)`,
          [token, who?.attempt, randomBytes(32), 'thief'],
        ),
      ).toEqual([{ is_open: true }]);
    });
  });

  test('can read secrets of second factors, sealed: without `SECOND_FACTOR_KEY` they make no code', async () => {
    await giveApp(db, 'warehouse@sodaily.test');
    await thief(async (login) => {
      const token = randomBytes(32);
      await login.query(
        `select auth.open_challenge(user_id, $1, auth.begin_attempt($2, null))
         from auth.sign_in_candidate($2)`,
        [token, 'warehouse@sodaily.test'],
      );
      const [tried] = await login.query<{ sealed_secret: Buffer }>(
        'select sealed_secret from auth.begin_challenge_try($1, null)',
        [token],
      );
      expect(tried?.sealed_secret).toEqual(SEALED);
    });
  });
});
