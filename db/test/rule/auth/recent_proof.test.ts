import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { order, orderRefused, type Given } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { named, personOf, roleEdit, roleOf } from '../../support/people.ts';
import { forgetApps, giveApp } from '../../support/second_factor.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => forgetApps(db));

const minutesPass = (minutes: number) =>
  db.query('update auth.session set proved_at = proved_at - make_interval(mins => $1)', [minutes]);
const term = (validFrom: string): Given => ({
  key: 'PAYMENT_TERM_DAYS',
  value: '45',
  valid_from: validFrom,
  reason: 'Theo hợp đồng mới',
});
const stale = { code: 'SDSTP', details: { method: 'password', max_age: 600 } };

test('a proof is good for ten minutes, and a new one for ten more', async () => {
  await db.withRegular('admin', async (regular) => {
    await minutesPass(9);
    await regular.commit((me) => order(me, 'config.set_regulation', term('2099-01-01')));
    await minutesPass(1);
    await regular.commit(async (me) => {
      expect(await orderRefused(me, 'config.set_regulation', term('2099-01-02'))).toMatchObject(
        stale,
      );
    });

    await minutesPass(-5);
    await regular.commit((me) => order(me, 'config.set_regulation', term('2099-01-02')));
  });
});

test('whoever has an app is asked for its code', async () => {
  await db.withRegular('admin', async (regular) => {
    await minutesPass(11);
    await giveApp(db, 'admin@sodaily.test');
    await regular.commit(async (me) => {
      expect(await orderRefused(me, 'config.set_regulation', term('2099-01-03'))).toMatchObject({
        code: 'SDSTP',
        details: { method: 'totp' },
      });
    });
  });
});

test('a command that was carried out gives its answer again without a new proof', async () => {
  await db.withRegular('admin', async (regular) => {
    const wish = { client_key: 'once', ...term('2099-01-04') };
    const first = await regular.commit((me) => order(me, 'config.set_regulation', wish));
    await minutesPass(11);

    expect(await regular.commit((me) => order(me, 'config.set_regulation', wish))).toEqual(first);
  });
});

/** Each sensitive command, with what it needs to get as far as the proof. */
const sensitive: Record<string, (me: Actor) => Promise<Given>> = {
  'config.set_regulation': async () => term('2099-02-01'),
  // a proof comes before looking for the version
  'config.withdraw_regulation': async (me) => ({
    regulation_version_id: (await personOf(me, 'sales')).id,
    reason: 'Nhầm',
  }),
  'config.set_feature_flag': async () => ({ key: 'agency_requests', is_on: true, version: 1 }),
  'auth.create_role': async () => ({
    code: 'deputy',
    name_vi: 'Phó',
    name_en: 'Deputy',
    database_role: 'sodaily_staff',
    scopes: [],
  }),
  'auth.update_role': async (me) => roleEdit(await roleOf(me, 'manager')),
  'auth.set_role_second_factor': async (me) => {
    const { id, version } = await roleOf(me, 'manager');
    return { role_id: id, version, is_required: true };
  },
  'auth.create_user': async () => ({ email: 'lan@sodaily.test', full_name: 'Lan' }),
  // whoever changes the bank account has money sent elsewhere
  'config.update_company_profile': async () => ({ version: null, name: 'Đại Phát' }),
  'auth.set_user_roles': async (me) =>
    named(await personOf(me, 'sales'), { role_codes: ['manager'] }),
  'auth.deactivate_user': async (me) => named(await personOf(me, 'sales'), { reason: 'Nghỉ' }),
  'auth.assign_agencies': async (me) => ({
    user_id: (await personOf(me, 'sales')).id,
    agency_ids: [],
  }),
  'auth.reactivate_user': async (me) => named(await personOf(me, 'sales')),
  'auth.reset_second_factor': async (me) =>
    named(await personOf(me, 'sales'), { reason: 'Mất điện thoại' }),
};

test.each(Object.keys(sensitive))('%s asks for a recent proof', async (command) => {
  await db.withRegular('admin', async (regular) => {
    await minutesPass(11);
    await regular.commit(async (me) => {
      expect(await orderRefused(me, command, (await sensitive[command]?.(me)) ?? {})).toMatchObject(
        stale,
      );
    });
  });
});

test('finance.reopen_period asks for a recent proof', async () => {
  await db.withRegular('manager', async (regular) => {
    await minutesPass(11);
    await regular.commit(async (me) => {
      expect(
        await me.refusal("select finance.reopen_period('once', '2024-01-01', 'Ghi thiếu')"),
      ).toMatchObject(stale);
    });
  });
});

test('no other command does, so that work goes on', async () => {
  const asking = await db.query<{ name: string }>(
    `select p.pronamespace::regnamespace || '.' || p.proname as name from pg_proc as p
     where p.prosrc ~ 'auth\\.recent_proof' and p.proacl::text ~ 'sodaily_(staff|user)' order by 1`,
  );

  expect(asking.map(({ name }) => name)).toEqual(
    [...Object.keys(sensitive), 'finance.reopen_period'].toSorted(),
  );
});
