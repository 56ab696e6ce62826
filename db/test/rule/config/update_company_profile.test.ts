import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { order, orderRefused, type Given } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const full = {
  name: 'Công ty TNHH Phân phối Đại Phát',
  address: '128 Kinh Dương Vương, An Lạc',
  tax_code: '0312345670',
  phone: '028 3750 0000',
  email: 'lienhe@example.com',
  signing_place: 'TP. Hồ Chí Minh',
  bank_bin: '970436',
  bank_account: '0071000123456',
  bank_holder: 'CONG TY TNHH DAI PHAT',
  representative: 'Nguyễn Thị Lan',
  representative_title: 'Giám đốc',
  keeper_title: 'Trưởng kho',
  logo: '/9j/4AAQSkZJRg==',
};
const write = (me: Actor, given: Given) => order(me, 'config.update_company_profile', given);
const refused = (me: Actor, given: Given) =>
  orderRefused(me, 'config.update_company_profile', given);
const current = (me: Actor) =>
  me.one<{ name: string | null; version: number | null }>(
    'select p.name, p.version::int from config.current_company_profile() as p',
  );

describe.each<[Person, string]>([
  ['manager', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['warehouse', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s', (person, code) => {
  test('may not write who the distributor is', async () => {
    await db.as(person, async (me) => {
      expect((await refused(me, { version: null, ...full })).code).toBe(code);
    });
  });
});

test('before anybody wrote one there is no profile', async () => {
  await db.as('agency', async (me) => {
    expect(await current(me)).toEqual({ name: null, version: null });
  });
});

test('an administrator writes it, clean; an edit is the next version, and the first one stays', async () => {
  await db.as('admin', async (me) => {
    const first = await write(me, {
      version: null,
      ...full,
      name: `  ${full.name} `,
      bank_account: '0071 000 123456',
    });
    expect(first).toMatchObject({ ...full, version: 1 });
    expect(String(first['created_by'])).toBe(me.userId);

    const second = await write(me, { version: 1, name: 'Công ty Đại Phát Mới' });
    expect(second).toMatchObject({ name: 'Công ty Đại Phát Mới', address: null, version: 2 });
    expect(await current(me)).toEqual({ name: 'Công ty Đại Phát Mới', version: 2 });
    expect(
      await me.query(
        `select p.name, config.company_profile_created_by_name(p) as who
         from config.company_profile as p order by p.version`,
      ),
    ).toEqual([
      { name: full.name, who: 'Trần Quản Trị' },
      { name: 'Công ty Đại Phát Mới', who: 'Trần Quản Trị' },
    ]);
  });
});

test('everybody signed in reads it, for it stands on what they print', async () => {
  await db.commitAs('admin', (me) => write(me, { version: null, ...full }));
  for (const person of ['agency', 'sales', 'warehouse', 'accountant', 'auditor'] as const) {
    await db.as(person, async (me) => {
      expect(await current(me)).toEqual({ name: full.name, version: 1 });
      expect(
        await me.query(`select b.short_name from config.bank as b where b.bin = $1`, [
          full.bank_bin,
        ]),
      ).toEqual([{ short_name: 'Vietcombank' }]);
    });
  }
});

test('it is in the audit trail, but for the logo', async () => {
  const [change] = await db.query<{ after: Record<string, unknown> }>(
    `select c.after from audit.change as c where c.table_name = 'config.company_profile'`,
  );

  expect(change?.after).toMatchObject({ name: full.name, bank_account: full.bank_account });
  expect(change?.after).not.toHaveProperty('logo');
});

test('who read an earlier version is told who was first; one key writes once', async () => {
  await db.as('admin', async (me) => {
    expect(await refused(me, { version: null, name: 'Khác' })).toMatchObject({
      code: 'SDVAL',
      details: { fields: [{ path: 'version', reason: 'required' }] },
    });
    const once = { client_key: 'once', version: 1, name: 'Một lần' };
    const made = await write(me, once);
    expect(await write(me, once)).toEqual(made);
    expect(await refused(me, { ...once, name: 'Hai lần' })).toMatchObject({ code: 'SDDUP' });
    expect(await refused(me, { version: 1, name: 'Đến sau' })).toMatchObject({
      code: 'SDSTA',
      details: { read_version: 1, version: 2, updated_by: 'Trần Quản Trị' },
    });
  });
});

test('what is wrong with it is said all at once', async () => {
  await db.as('admin', async (me) => {
    const fieldsOf = async (given: Given) => (await refused(me, given)).details['fields'];

    expect(
      await fieldsOf({
        version: 1,
        name: ' ',
        tax_code: '123',
        phone: 'gọi tôi',
        email: 'thư',
        bank_bin: '000000',
        bank_account: '12-34',
        keeper_title: 'x'.repeat(61),
      }),
    ).toEqual([
      { path: 'name', reason: 'required' },
      { path: 'keeper_title', reason: 'too_long', value: '61' },
      { path: 'tax_code', reason: 'malformed', value: '123' },
      { path: 'phone', reason: 'malformed', value: 'gọi tôi' },
      { path: 'email', reason: 'malformed', value: 'thư' },
      { path: 'bank_account', reason: 'malformed', value: '12-34' },
      { path: 'bank_bin', reason: 'unknown', value: '000000' },
    ]);
    expect(await fieldsOf({ version: 1, name: 'A', bank_bin: '970436' })).toEqual([
      { path: 'bank_account', reason: 'required' },
    ]);
    expect(await fieldsOf({ version: 1, name: 'A', bank_account: '123456' })).toEqual([
      { path: 'bank_bin', reason: 'required' },
    ]);
    expect(await fieldsOf({ version: 1, name: 'A', logo: 'iVBORw0KGgo=' })).toEqual([
      { path: 'logo', reason: 'malformed' },
    ]);
    expect(await fieldsOf({ version: 1, name: 'A', logo: `/9j/${'A'.repeat(60_000)}` })).toEqual([
      { path: 'logo', reason: 'too_long', value: '60004' },
    ]);
  });
});

test('a written version is never changed, not even by the owner of the rules', async () => {
  await db.as('admin', async (me) => {
    expect((await me.refusal(`update config.company_profile set name = 'Khác'`)).code).toBe(
      '42501',
    );
  });
});
