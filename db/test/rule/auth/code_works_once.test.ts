import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Hand } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { forgetApps, giveApp } from '../../support/second_factor.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await forgetApps(db);
  await giveApp(db, 'sales@sodaily.test', 100);
});

const asDefiner = <T>(task: (me: Hand) => Promise<T>) =>
  db.commitOwner(async (owner) => {
    await owner.query('set local role sodaily_definer');
    return task(owner);
  });
const spend = (
  me: Hand,
  { step = null, code = null }: { step?: number | null; code?: string | null },
) =>
  me
    .one<{ is_good: boolean }>(
      `select auth.code_works_once(u.id, $1, c.id) as is_good from auth."user" as u
     left join auth.recovery_code as c on c.id::text = $2 where u.email = 'sales@sodaily.test'`,
      [step, code],
    )
    .then(({ is_good: isGood }) => isGood);
const recoveryCodes = async () =>
  (await db.query<{ id: string }>('select id::text from auth.recovery_code')).map(({ id }) => id);

test('a code of the app works once, and those before it do not afterwards', async () => {
  await asDefiner(async (me) => {
    expect(await spend(me, { step: 102 })).toBe(true);
    expect(await spend(me, { step: 102 })).toBe(false);
    expect(await spend(me, { step: 101 })).toBe(false);
    expect(await spend(me, { step: 103 })).toBe(true);
  });
});

test('of many who spend the same step at once one gets in', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 4 }, () => asDefiner((me) => spend(me, { step: 200 }))),
  );

  expect(outcomes.filter(Boolean)).toHaveLength(1);
});

test('a recovery code works once, of many at once too, and its use is mailed with how many are left', async () => {
  await db.query('delete from notification.outbox');
  const [code = ''] = await recoveryCodes();
  const outcomes = await Promise.all(
    Array.from({ length: 4 }, () => asDefiner((me) => spend(me, { code }))),
  );

  expect(outcomes.filter(Boolean)).toHaveLength(1);
  expect(
    await db.query(
      `select o.recipient, o.template, o.payload ->> 'codes_left' as left
        from notification.outbox as o`,
    ),
  ).toEqual([{ recipient: 'sales@sodaily.test', template: 'recovery_code_used', left: '1' }]);
});

test("somebody else's recovery code is no code", async () => {
  const [code = ''] = await recoveryCodes();
  await db.query(
    `update auth.recovery_code
      set user_id = (select id from auth."user" where email = 'agency@sodaily.test')`,
  );

  expect(await asDefiner((me) => spend(me, { code }))).toBe(false);
  expect(await asDefiner((me) => spend(me, {}))).toBe(false);
});
