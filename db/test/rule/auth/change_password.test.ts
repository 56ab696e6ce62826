import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const fresh = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$fresh';

test('a dead session changes no password', async () => {
  await db.atSignIn('sales', async (me) => {
    await me.query("select auth.end_session(current_setting('app.session_id')::uuid)");

    expect(await me.refusal('select auth.change_password($1)', [fresh])).toMatchObject({
      code: 'SDTOK',
    });
  });
});

test('nobody but the sign-in route may set a hash, not even their own', async () => {
  for (const person of ['admin', 'sales', 'warehouse', 'auditor'] as const) {
    await db.as(person, async (me) => {
      expect(await me.refusal('select auth.change_password($1)', [fresh])).toMatchObject({
        code: '42501',
      });
      expect(
        await me.refusal('select auth.rehash_password($1, $2, $2)', [me.userId, fresh]),
      ).toMatchObject({ code: '42501' });
      expect(
        await me.refusal('select auth.store_password($1, $2)', [me.userId, fresh]),
      ).toMatchObject({ code: '42501' });
    });
  }
});

test('what is no hash of argon2id is not stored', async () => {
  await db.atSignIn('sales', async (me) => {
    expect(await me.refusal("select auth.change_password('in the clear')")).toMatchObject({
      code: '23514',
    });
  });
});

test('a hash is renewed only while it is the one that was checked', async () => {
  await db.atSignIn('sales', async (me) => {
    await me.query('select auth.change_password($1)', [fresh]);
    await me.query("select auth.rehash_password($1, 'an older hash', '$argon2id$other')", [
      me.userId,
    ]);

    expect(
      await me.query("select password_hash from auth.sign_in_candidate('sales@sodaily.test')"),
    ).toEqual([{ password_hash: fresh }]);
  });
});
