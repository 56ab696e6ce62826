import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const statement = `
  select s.id::text, s.code, s.name, s.phone, s.address, s.tax_code, s.is_active
  from inventory.create_supplier($1, $2, $3, $4, $5) as s`;

const create = (me: Actor, ...values: (string | null)[]) =>
  me.one<{ id: string; code: string }>(statement, [...values, null, null, null, null].slice(0, 5));

test('a supplier gets the next code, and its texts without blanks around them', async () => {
  await db.as('warehouse', async (me) => {
    expect(
      await create(me, 'a', ' Công ty Acecook ', '0281234567', ' ', '0300808687'),
    ).toMatchObject({
      code: 'NCC0001',
      name: 'Công ty Acecook',
      phone: '0281234567',
      address: null,
      tax_code: '0300808687',
      is_active: true,
    });
    expect(await create(me, 'b', 'Heineken Việt Nam', null, null, '0300831132-001')).toMatchObject({
      code: 'NCC0002',
    });
  });
});

test('the same key gives the first supplier again, and is refused for another', async () => {
  await db.as('warehouse', async (me) => {
    const first = await create(me, 'a', 'Acecook');

    expect(await create(me, 'a', ' Acecook')).toEqual(first);
    expect((await me.refusalOf(() => create(me, 'a', 'Vinamilk'))).code).toBe('SDDUP');
  });
});

test('every problem is named at once', async () => {
  await db.as('admin', async (me) => {
    const refusal = await me.refusalOf(() =>
      create(me, 'a', ' ', '0'.repeat(31), 'x'.repeat(301), '123'),
    );

    expect(refusal).toMatchObject({
      code: 'SDVAL',
      details: {
        fields: [
          { path: 'name', reason: 'required' },
          { path: 'phone', reason: 'too_long', value: '31' },
          { path: 'address', reason: 'too_long', value: '301' },
          { path: 'tax_code', reason: 'malformed', value: '123' },
        ],
      },
    });
  });
});

test('branches may share a tax code, and households have one of 12 digits', async () => {
  await db.as('warehouse', async (me) => {
    await create(me, 'a', 'Acecook', null, null, '0300808687');

    expect(await create(me, 'b', 'Acecook Bình Dương', null, null, '0300808687')).toMatchObject({
      tax_code: '0300808687',
    });
    expect(await create(me, 'c', 'Hộ Nguyễn Văn Tư', null, null, '079085001234')).toMatchObject({
      tax_code: '079085001234',
    });
  });
});

test('a phone is digits with the signs that people put between them', async () => {
  await db.as('warehouse', async (me) => {
    expect(await me.refusalOf(() => create(me, 'a', 'Acecook', 'gọi chị Lan'))).toMatchObject({
      code: 'SDVAL',
      details: { fields: [{ path: 'phone', reason: 'malformed', value: 'gọi chị Lan' }] },
    });
  });
});

test.each<[Person, string]>([
  ['manager', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s may not record a supplier', async (person, code) => {
  await db.as(person, async (me) => {
    expect((await me.refusalOf(() => create(me, 'a', 'Acecook'))).code).toBe(code);
  });
});
