import { afterAll, beforeAll, expect, test } from 'vitest';
import { order, orderRefused } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { named, personOf } from '../../support/people.ts';
import { unknownKey } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('a person who leaves keeps the reason, loses every session, and comes back without them', async () => {
  await db.commitAs('sales', (me) => me.query('select 1'));
  await db.as('admin', async (me) => {
    const sales = await personOf(me, 'sales');

    const gone = await order(me, 'auth.deactivate_user', named(sales, { reason: ' Nghỉ việc ' }));
    const back = await order(me, 'auth.reactivate_user', {
      user_id: gone.id,
      version: gone.version,
    });

    expect(gone).toMatchObject({
      is_active: false,
      inactive_reason: 'Nghỉ việc',
      role_codes: ['sales'],
      version: 2,
    });
    expect(back).toMatchObject({ is_active: true, inactive_reason: null, version: 3 });
    // the login of the server asks as whom a session works
    await me.query('set local role none');
    const [session] = await db.query<{ id: string; user_id: string }>(
      `select id::text, user_id::text from auth.session
        where user_id::text = $1 and ended_at is null`,
      [sales.id],
    );
    expect(session).toBeDefined();
    expect(
      await me.query('select * from auth.resume_session($1, $2)', [session?.id, session?.user_id]),
    ).toEqual([]);
  });
});

test('a session that was opened while they were being deactivated does not come back with them', async () => {
  const gone = await db.commitAs('admin', async (me) =>
    order(me, 'auth.deactivate_user', named(await personOf(me, 'warehouse'), { reason: 'Vì' })),
  );
  await db.query(
    `insert into auth.session (user_id, refresh_token_hash, expires_at)
     select u.id, sha256('late'), now() + interval '1 day' from auth."user" as u
     where u.id::text = $1`,
    [gone.id],
  );

  await db.commitAs('admin', (me) =>
    order(me, 'auth.reactivate_user', { user_id: gone.id, version: gone.version }),
  );

  expect(
    await db.query('select from auth.session where user_id::text = $1 and ended_at is null', [
      gone.id,
    ]),
  ).toEqual([]);
});

test('a reason is needed, and a person who exists, in the state and the version that was read', async () => {
  const nobody = await unknownKey(db);
  await db.as('admin', async (me) => {
    const sales = await personOf(me, 'sales');

    expect(
      (await orderRefused(me, 'auth.deactivate_user', named(sales, { reason: ' ' }))).details,
    ).toEqual({ fields: [{ path: 'reason', reason: 'required' }] });
    expect(
      (
        await orderRefused(me, 'auth.deactivate_user', {
          user_id: nobody,
          version: 1,
          reason: 'Vì',
        })
      ).code,
    ).toBe('SDNFD');
    expect((await orderRefused(me, 'auth.reactivate_user', named(sales))).code).toBe('SDTRN');
    expect(
      (await orderRefused(me, 'auth.deactivate_user', named(sales, { version: 7, reason: 'Vì' })))
        .code,
    ).toBe('SDSTA');
    const gone = await order(me, 'auth.deactivate_user', named(sales, { reason: 'Vì' }));
    expect(
      (
        await orderRefused(me, 'auth.deactivate_user', {
          user_id: gone.id,
          version: gone.version,
          reason: 'Vì',
        })
      ).code,
    ).toBe('SDTRN');
  });
});
