import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { order, orderRefused } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { givePassword, named, personOf, roleEdit, type Account } from '../../support/people.ts';
import { atOnce, outcomeOf, refusedCodes, untilSomebodyWaits } from '../../support/race.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const lastAdmin = { code: 'SDLAD', details: { scopes: ['config:write', 'user:write'] } };
const secondAdmin = (me: Actor, email: string) =>
  order(me, 'auth.create_user', { email, full_name: 'Quản trị hai', role_codes: ['admin'] });

describe('the last administrator', () => {
  test('neither leaves nor gives up the role', async () => {
    await db.as('admin', async (me) => {
      const self = await personOf(me, 'admin');

      expect(
        await orderRefused(me, 'auth.deactivate_user', named(self, { reason: 'Nghỉ' })),
      ).toMatchObject(lastAdmin);
      expect(
        await orderRefused(me, 'auth.set_user_roles', named(self, { role_codes: ['manager'] })),
      ).toMatchObject(lastAdmin);
      expect(
        await orderRefused(me, 'auth.set_user_roles', named(self, { role_codes: [] })),
      ).toMatchObject(lastAdmin);
      expect(await personOf(me, 'admin')).toMatchObject({
        is_active: true,
        role_codes: ['admin'],
        version: self.version,
      });
    });
  });

  test('works as staff: a role on top that is narrower does not lock out, a narrower one alone does', async () => {
    await db.as('admin', async (me) => {
      const self = await personOf(me, 'admin');
      const scopes = (
        await me.query<{ code: string }>('select code from auth.list_permissions()')
      ).map(({ code }) => code);
      await order(me, 'auth.create_role', {
        code: 'deputy',
        name_vi: 'Phó',
        name_en: 'Deputy',
        database_role: 'sodaily_auditor',
        scopes,
      });

      expect(
        await orderRefused(me, 'auth.set_user_roles', named(self, { role_codes: ['deputy'] })),
      ).toMatchObject(lastAdmin);
      expect(
        await order(me, 'auth.set_user_roles', named(self, { role_codes: ['admin', 'deputy'] })),
      ).toMatchObject({ role_codes: ['admin', 'deputy'] });
    });
  });

  test('holds the scopes by a role that was made: it does not lose them either', async () => {
    await db.as('admin', async (me) => {
      const self = await personOf(me, 'admin');
      const boss = await order(me, 'auth.create_role', {
        code: 'boss',
        name_vi: 'Chủ',
        name_en: 'Boss',
        database_role: 'sodaily_staff',
        scopes: ['user:write', 'user:read', 'config:write'],
      });
      await order(me, 'auth.set_user_roles', named(self, { role_codes: ['boss'] }));

      expect(
        await orderRefused(
          me,
          'auth.update_role',
          roleEdit(boss, { scopes: ['user:write', 'user:read'] }),
        ),
      ).toMatchObject(lastAdmin);
    });
  });

  test('is not replaced by one who has no password yet', async () => {
    await db.as('admin', async (me) => {
      await secondAdmin(me, 'second@sodaily.test');

      expect(
        await orderRefused(
          me,
          'auth.deactivate_user',
          named(await personOf(me, 'admin'), { reason: 'Nghỉ' }),
        ),
      ).toMatchObject(lastAdmin);
    });
  });

  test('stays whoever asks, the owner by hand included', async () => {
    await db.asOwner(async (owner) => {
      const byHand = [
        `update auth."user" set is_active = false`,
        'delete from auth.user_role',
        `delete from auth.role_permission where permission_code = 'user:write'`,
        `update auth.role set database_role = 'sodaily_auditor'`,
      ];

      for (const statement of byHand)
        expect(await owner.refusal(statement)).toMatchObject(lastAdmin);
    });
  });
});

describe('two administrators', () => {
  let pair: Account[];

  beforeAll(async () => {
    await db.commitAs('admin', (me) => secondAdmin(me, 'manager2@sodaily.test'));
    await givePassword(db, 'manager2@sodaily.test');
    await db.commitAs('admin', async (me) =>
      order(
        me,
        'auth.set_user_roles',
        named(await personOf(me, 'manager'), { role_codes: ['admin'] }),
      ),
    );
    await db.commitAs('admin', async (me) =>
      order(
        me,
        'auth.deactivate_user',
        named(await personOf(me, 'manager2@sodaily.test'), { reason: 'Thử' }),
      ),
    );
    pair = await db.as('admin', async (me) => [
      await personOf(me, 'admin'),
      await personOf(me, 'manager'),
    ]);
  });

  test('may do without one of them', async () => {
    await db.as('manager', async (me) => {
      expect(
        await order(
          me,
          'auth.deactivate_user',
          named(await personOf(me, 'admin'), { reason: 'Nghỉ' }),
        ),
      ).toMatchObject({ is_active: false });
      expect(
        await orderRefused(
          me,
          'auth.set_user_roles',
          named(await personOf(me, 'manager'), { role_codes: ['sales'] }),
        ),
      ).toMatchObject(lastAdmin);
    });
  });

  const outcomesOf = (first: 'self' | 'other') =>
    atOnce<unknown>(
      db,
      (['admin', 'manager'] as const).map((person, at) => ({
        person,
        act: (me: Actor) =>
          order(
            me,
            'auth.set_user_roles',
            named(pair[first === 'self' ? at : 1 - at] as Account, { role_codes: ['sales'] }),
          ),
      })),
    );
  const admins = async () =>
    (
      await db.query<{ email: string }>(
        `select u.email from auth."user" as u join auth.user_role as ur on ur.user_id = u.id
     join auth.role as r on r.id = ur.role_id where r.code = 'admin' and u.is_active`,
      )
    ).map(({ email }) => email);

  test('who both give up the role at once: one of them stays', async () => {
    const outcomes = await outcomesOf('self');

    expect(refusedCodes(outcomes)).toEqual(['SDLAD']);
    expect(await admins()).toHaveLength(1);
  });

  test('who take it from each other at once: one of them stays, and the other has lost the right', async () => {
    const [left = ''] = await admins();
    const keeper = left.startsWith('admin') ? ('admin' as const) : ('manager' as const);
    await db.commitAs(keeper, async (me) => {
      const lost = await personOf(me, keeper === 'admin' ? 'manager' : 'admin');
      await order(me, 'auth.set_user_roles', named(lost, { role_codes: ['admin'] }));
      pair = [await personOf(me, 'admin'), await personOf(me, 'manager')];
    });

    const outcomes = await outcomesOf('other');

    expect(refusedCodes(outcomes)).toEqual(['SDTOK']);
    expect(await admins()).toHaveLength(1);
  });

  test('whom two hands deactivate at once, past every command: the second waits and is refused', async () => {
    await db.query(
      `insert into auth.user_role (user_id, role_id)
       select u.id, r.id from auth."user" as u cross join auth.role as r
       where u.email in ('admin@sodaily.test', 'manager@sodaily.test')
         and r.code = 'admin' on conflict do nothing`,
    );
    const deactivate = `update auth."user" set is_active = false where email = $1`;

    let second: Promise<unknown> = Promise.resolve();
    await db.commitOwner(async (owner) => {
      await owner.query(deactivate, ['admin@sodaily.test']);
      second = outcomeOf(
        db.commitOwner((other) => other.query(deactivate, ['manager@sodaily.test'])),
      );
      await untilSomebodyWaits(db);
    });

    expect(await second).toMatchObject(lastAdmin);
    expect(await admins()).toEqual(['manager@sodaily.test']);
  });
});
