import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import pg from 'pg';
import { order, orderRefused } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { named, personOf, roleOf } from '../../support/people.ts';
import { forgetApps, giveApp } from '../../support/second_factor.ts';

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
beforeEach(() => forgetApps(db));

const askFor = (role: string) =>
  db.query('update auth.role set is_second_factor_required = true where code = $1', [role]);
const open = async (email: string): Promise<{ session: string; user: string }> =>
  (
    await routes.query<{ session: string; user: string }>(
      `select s.session_id::text as session, c.user_id::text as user
        from auth.sign_in_candidate($1) as c
   cross join lateral auth.open_session(c.user_id, sha256(gen_random_uuid()::text::bytea), null,
     'test') as s`,
      [`${email}@sodaily.test`],
    )
  ).rows[0] ?? { session: '', user: '' };
const resume = ({ session, user }: { session: string; user: string }) =>
  routes
    .query<{ database_role: string }>('select database_role from auth.resume_session($1, $2)', [
      session,
      user,
    ])
    .then(
      ({ rows }) => rows[0]?.database_role,
      (error: pg.DatabaseError) => error.code,
    );

describe('a session without a second factor', () => {
  test('works until a role of the person asks for one, from that moment not', async () => {
    const desk = await open('manager');
    expect(await resume(desk)).toBe('sodaily_staff');
    await askFor('manager');
    expect(await resume(desk)).toBe('SDSFR');
  });

  test('of somebody with other roles works on', async () => {
    const desk = await open('sales');
    await askFor('manager');
    expect(await resume(desk)).toBe('sodaily_user');
  });

  test('is nothing when it is dead, whatever the role asks for', async () => {
    const desk = await open('manager');
    await askFor('manager');
    await db.query('update auth.session set ended_at = now() where id::text = $1', [desk.session]);
    expect(await resume(desk)).toBeUndefined();
  });

  test('is not opened for whoever has an app', async () => {
    await giveApp(db, 'manager@sodaily.test');
    expect(await open('manager')).toEqual({ session: '', user: '' });
  });
});

test('a session with a second factor works', async () => {
  const desk = await open('manager');
  await askFor('manager');
  await db.query('update auth.session set second_factor_at = now() where id::text = $1', [
    desk.session,
  ]);
  expect(await resume(desk)).toBe('sodaily_staff');
});

describe('which roles ask for it', () => {
  test('administrators keep the mark, once they have it', async () => {
    await db.withRegular('admin', async (regular) => {
      await askFor('admin');
      await regular.commit(async (me) => {
        const { id, version } = await roleOf(me, 'admin');
        expect(
          await orderRefused(me, 'auth.set_role_second_factor', {
            role_id: id,
            version,
            is_required: false,
          }),
        ).toMatchObject({
          code: 'SDVAL',
          details: { fields: [{ path: 'is_required', reason: 'admin_keeps_it' }] },
        });
      });
    });
  });

  test('an administrator marks a role and takes the mark off', async () => {
    await db.as('admin', async (me) => {
      const before = await roleOf(me, 'accountant');
      const marked = await order(me, 'auth.set_role_second_factor', {
        role_id: before.id,
        version: before.version,
        is_required: true,
      });
      expect(marked).toMatchObject({
        is_second_factor_required: true,
        version: before.version + 1,
      });
      expect(await personOf(me, 'accountant')).toMatchObject({
        is_second_factor_required: true,
        is_second_factor_on: false,
      });
      expect(
        await orderRefused(me, 'auth.set_role_second_factor', {
          role_id: before.id,
          version: before.version,
          is_required: true,
        }),
      ).toMatchObject({ code: 'SDSTA' });
      expect(
        await orderRefused(me, 'auth.set_role_second_factor', {
          role_id: before.id,
          version: marked.version,
          is_required: null,
        }),
      ).toMatchObject({
        code: 'SDVAL',
        details: { fields: [{ path: 'is_required', reason: 'required' }] },
      });
      expect(
        await order(me, 'auth.set_role_second_factor', {
          role_id: before.id,
          version: marked.version,
          is_required: false,
        }),
      ).toMatchObject({ is_second_factor_required: false });
    });
  });

  test.each(['manager', 'accountant'] as const)('%s does not', async (person) => {
    await db.as(person, async (me) => {
      expect(
        (
          await orderRefused(me, 'auth.set_role_second_factor', {
            role_id: null,
            version: 1,
            is_required: true,
          })
        ).code,
      ).toBe('SDPRM');
    });
  });
});

describe('a lost device', () => {
  const lost = 'Mất điện thoại';

  test('is taken off by another administrator, with a reason that the trail keeps; sessions end and a mail goes out', async () => {
    await giveApp(db, 'manager@sodaily.test');
    const phone = await open('accountant');
    await db.query(
      `update auth.session
        set user_id = (select id from auth."user" where email = 'manager@sodaily.test')
        where id::text = $1`,
      [phone.session],
    );
    await db.query('delete from notification.outbox');

    const gone = await db.commitAs('admin', async (me) =>
      order(me, 'auth.reset_second_factor', named(await personOf(me, 'manager'), { reason: lost })),
    );

    expect(gone).toMatchObject({ is_second_factor_on: false });
    expect(
      await db.query('select from auth.totp union all select from auth.recovery_code'),
    ).toEqual([]);
    expect(
      await db.query(
        'select ended_at is not null as is_over from auth.session where id::text = $1',
        [phone.session],
      ),
    ).toEqual([{ is_over: true }]);
    expect(await db.query('select recipient, template from notification.outbox')).toEqual([
      { recipient: 'manager@sodaily.test', template: 'second_factor_reset' },
    ]);
    expect(
      await db.query(
        `select c.after ->> 'second_factor_reset_reason' as reason,
          c.before ->> 'second_factor_at' is not null as had, u.email
       from audit.change as c join auth."user" as u on u.id = c.user_id
       where c.table_name = 'auth.user' and c.after ? 'second_factor_reset_reason'`,
      ),
    ).toMatchObject([{ reason: lost, email: 'admin@sodaily.test' }]);
  });

  test('is not taken off by its owner, nor by whoever has fewer rights', async () => {
    await db.withRegular('admin', async (regular) => {
      await giveApp(db, 'admin@sodaily.test');
      await regular.commit(async (me) => {
        expect(
          await orderRefused(
            me,
            'auth.reset_second_factor',
            named(await personOf(me, 'admin'), { reason: lost }),
          ),
        ).toMatchObject({ code: 'SDPRM', details: { reason: 'another_administrator' } });
      });
    });
    await db.query(`insert into auth.role_permission (role_id, permission_code)
      select r.id, p from auth.role as r cross join unnest(array['user:read', 'user:write']) as p
      where r.code = 'manager'`);
    await db.as('manager', async (me) => {
      expect(
        (
          await orderRefused(
            me,
            'auth.reset_second_factor',
            named(await personOf(me, 'admin'), { reason: lost }),
          )
        ).code,
      ).toBe('SDGRT');
    });
    await db.query(`delete from auth.role_permission as rp using auth.role as r
      where r.id = rp.role_id and r.code = 'manager' and rp.permission_code like 'user:%'`);
  });

  test('asks for a reason, and for a second factor to take off', async () => {
    await db.as('admin', async (me) => {
      const manager = await personOf(me, 'manager');
      expect(
        (await orderRefused(me, 'auth.reset_second_factor', named(manager, { reason: lost }))).code,
      ).toBe('SDTRN');
    });
    await giveApp(db, 'manager@sodaily.test');
    await db.as('admin', async (me) => {
      expect(
        (
          await orderRefused(
            me,
            'auth.reset_second_factor',
            named(await personOf(me, 'manager'), { reason: ' ' }),
          )
        ).code,
      ).toBe('SDVAL');
    });
  });

  test.each(['manager', 'accountant'] as const)("%s takes off nobody's", async (person) => {
    await db.as(person, async (me) => {
      expect(
        (
          await orderRefused(me, 'auth.reset_second_factor', {
            user_id: me.userId,
            version: 1,
            reason: lost,
          })
        ).code,
      ).toBe('SDPRM');
    });
  });
});
