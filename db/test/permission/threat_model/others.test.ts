import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { Login, OBJECTS_OF_ITS_OWN, relations } from './login.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

describe('the password of `sodaily_metrics`', () => {
  const thief = <T>(task: (login: Login) => Promise<T>): Promise<T> => Login.with(db.metrics, task);

  test('cannot read a table or call a function of the business', async () => {
    const tables = await relations(db);
    await thief(async (login) => {
      expect(await login.allowed(tables.map((table) => `select from ${table}`))).toEqual([]);
      expect(
        await login.allowed([
          'select audit.check_invariants()',
          "select auth.sign_in_candidate('x')",
          'set role sodaily_staff',
          ...OBJECTS_OF_ITS_OWN,
        ]),
      ).toEqual([]);
    });
  });

  test('can read what statements run and what they cost, without their values', async () => {
    await db.query('select count(*) from auth."user" where email = $1', ['a value nobody reads']);
    await thief(async (login) => {
      const texts = await login.query<{ query: string }>('select query from pg_stat_statements');
      expect(texts.some(({ query }) => query.includes('auth."user"'))).toBe(true);
      expect(texts.some(({ query }) => query.includes('a value nobody reads'))).toBe(false);
    });
  });
});

describe('the password of `sodaily_backup`', () => {
  // a superuser takes the role: the login has no password until an operator gives it one
  const thief = <T>(task: (login: Login) => Promise<T>): Promise<T> =>
    Login.with(db.admin, async (login) => {
      await login.query('set session authorization sodaily_backup');
      return task(login);
    });

  test('cannot write anything', async () => {
    const tables = await relations(db);
    await thief(async (login) => {
      expect(
        await login.allowed([
          ...tables
            .filter((table) => !/_mv$|\.(invariant|every)_/.test(table))
            .map((table) => `delete from ${table}`),
          ...OBJECTS_OF_ITS_OWN,
          'set role sodaily_owner',
        ]),
      ).toEqual([]);
    });
  });

  test('can read every row, with the hashes of passwords and of tokens', async () => {
    await thief(async (login) => {
      const rows = await login.query('select password_hash from auth.user_secret');
      expect(rows.length).toBeGreaterThan(3);
      expect(await login.codeOf('select refresh_token_hash from auth.session')).toBeUndefined();
    });
  });
});

describe('the password of `sodaily_migrator`, and the superuser', () => {
  test('can read and change every row, and switch off what watches it', async () => {
    await Login.with(db.migrator, async (login) => {
      await login.query('begin');
      await login.query('alter table audit.change disable trigger history_is_final');
      await login.become('none');
      expect((await login.query('select from audit.change limit 1')).length).toBe(1);
      await login.query('rollback');
    });
  });

  test('cannot do so unseen: the nightly check and the server tell what is switched off', async () => {
    await Login.with(db.migrator, (login) =>
      login.query('alter table audit.change disable trigger history_is_final'),
    );
    expect(await brokenInvariants(db)).toMatchObject({
      guards_are_in_place: [
        { guarded: 'audit.change', problem: 'the trigger history_is_final is switched off' },
      ],
    });
    await Login.with(db.migrator, (login) =>
      login.query('alter table audit.change enable trigger history_is_final'),
    );
    expect(await brokenInvariants(db)).toEqual({});
  });
});
