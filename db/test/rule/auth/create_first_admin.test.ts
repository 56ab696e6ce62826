import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Hand } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** As the owner of a database in which nobody manages people. */
const inNewInstallation = (task: (me: Hand) => Promise<void>) =>
  db.asOwner(async (owner) => {
    await owner.query(`delete from auth.user_secret`);
    await owner.query('set local role sodaily_definer');
    await task(owner);
  });
const create = (me: Hand, email: string, name = 'Nguyễn Thị Lan') =>
  me.query('select auth.create_first_admin($1, $2)', [email, name]);

test('a new installation gets an administrator, who is mailed a link', async () => {
  await inNewInstallation(async (me) => {
    await create(me, ' lan@example.com ');

    expect(
      await me.query(
        `select u.email, u.full_name, r.code from auth."user" as u
          join auth.user_role as ur on ur.user_id = u.id
       join auth.role as r on r.id = ur.role_id where u.email like 'lan@%'`,
      ),
    ).toEqual([{ email: 'lan@example.com', full_name: 'Nguyễn Thị Lan', code: 'admin' }]);
    expect(
      await me.query(
        `select o.template from notification.outbox as o where o.recipient = 'lan@example.com'`,
      ),
    ).toEqual([{ template: 'invitation' }]);
  });
});

test('bad input is told at once, a taken e-mail too', async () => {
  await inNewInstallation(async (me) => {
    expect(
      await me.refusal('select auth.create_first_admin($1, $2)', ['không phải', ' ']),
    ).toMatchObject({ code: 'SDVAL' });
    expect(
      await me.refusal('select auth.create_first_admin($1, $2)', ['ADMIN@sodaily.test', 'Lan']),
    ).toMatchObject({ code: 'SDVAL' });
  });
});

test('not once somebody manages people, and by nobody who uses the API', async () => {
  await db.asOwner(async (owner) => {
    await owner.query('set local role sodaily_definer');
    expect(
      (await owner.refusal('select auth.create_first_admin($1, $2)', ['lan@example.com', 'Lan']))
        .code,
    ).toBe('SDPRM');
  });
  await db.as('admin', async (me) => {
    expect(
      (await me.refusal('select auth.create_first_admin($1, $2)', ['lan@example.com', 'Lan'])).code,
    ).toBe('42501');
  });
});
