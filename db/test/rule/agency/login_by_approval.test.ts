import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { order } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await db.query('update agency.district set max_agencies = 50');
});
afterAll(() => db.close());
beforeEach(() => db.query('delete from notification.outbox'));

/** A dealer registers itself; returns the key of its pending agency. */
const register = (email: string | null, name = 'Tạp hóa Bà Năm') =>
  db.commitOwner(async (owner) => {
    await owner.query('set local role sodaily_definer');
    await owner.query('delete from auth.login_attempt');
    await owner.query(
      `select agency.register_agency('203.0.113.7', $1, d.id, null, '12 Nguyễn Trãi', '0900000099',
        $2, 'Lê Thị Năm', null)
     from agency.district as d where d.name = 'Quận 2'`,
      [name, email],
    );
    return (
      await owner.one<{ id: string }>(
        'select id::text from agency.agency where is_self_registered order by code desc limit 1',
      )
    ).id;
  });
const approve = (id: string) =>
  db.commitAs('manager', (me) => order(me, 'agency.approve_agency', { agency_id: id }));
const loginsOf = (id: string) =>
  db.query(
    `select u.email, u.full_name, string_agg(r.code, ',') as roles from auth.user_agency as ua
   join auth."user" as u on u.id = ua.user_id join auth.user_role as ur on ur.user_id = u.id
   join auth.role as r on r.id = ur.role_id where ua.agency_id::text = $1 group by 1, 2`,
    [id],
  );
const mails = () => db.query('select o.recipient, o.template from notification.outbox as o');

test('an agency that registered itself has no login, until it is approved', async () => {
  const id = await register('banam@example.com');
  expect(await loginsOf(id)).toEqual([]);

  await approve(id);
  expect(await loginsOf(id)).toEqual([
    { email: 'banam@example.com', full_name: 'Lê Thị Năm', roles: 'agency' },
  ]);
  expect(await mails()).toEqual([{ recipient: 'banam@example.com', template: 'invitation' }]);
});

test('blocking and reactivating it makes no second one', async () => {
  const id = await register('haiba@example.com');
  await approve(id);
  await db.query('delete from notification.outbox');
  await db.commitAs('manager', (me) =>
    order(me, 'agency.block_agency', { agency_id: id, reason: 'Nợ quá hạn' }),
  );
  await db.commitAs('manager', (me) => order(me, 'agency.reactivate_agency', { agency_id: id }));

  expect(await loginsOf(id)).toHaveLength(1);
  expect(await mails()).toEqual([]);
});

test('an e-mail that somebody has gets nothing, and the approval stands', async () => {
  const id = await register('Accountant@sodaily.test');
  expect(await approve(id)).toMatchObject({ status: 'active' });

  expect(await loginsOf(id)).toEqual([]);
  expect(await mails()).toEqual([]);
  expect(
    await db.query(`select r.code from auth.user_role as ur join auth.role as r on r.id = ur.role_id
    join auth."user" as u on u.id = ur.user_id where u.email = 'accountant@sodaily.test'`),
  ).toEqual([{ code: 'accountant' }]);
});

test('a rejected one never gets a login', async () => {
  const id = await register('bonam@example.com', 'Tiệm khác');
  await db.commitAs('manager', (me) =>
    order(me, 'agency.reject_agency', { agency_id: id, reason: 'Ngoài địa bàn' }),
  );

  expect(await loginsOf(id)).toEqual([]);
});

test('an agency that staff brought gets none by approval', async () => {
  const made = await db.commitAs('manager', async (me) => {
    const { type, district } = await me.one<{ type: string; district: string }>(
      `select (select id::text from agency.agency_type limit 1) as type,
        (select id::text from agency.district where name = 'Quận 1') as district`,
    );
    return order(me, 'agency.create_agency', {
      name: 'Đại lý mới',
      agency_type_id: type,
      district_id: district,
      email: 'moi@example.com',
    });
  });
  await approve(made.id);

  expect(await loginsOf(made.id)).toEqual([]);
});
