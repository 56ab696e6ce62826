import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { nowOf, order, orderRefused } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { unknownKey } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test.each<[Person, string]>([
  ['manager', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s may neither add nor edit a unit', async (person, code) => {
  await db.as(person, async (me) => {
    const { id, version } = await nowOf(me, 'unit', 'Chai');

    expect((await orderRefused(me, 'inventory.create_unit', { name: 'Lon' })).code).toBe(code);
    expect(
      (
        await orderRefused(me, 'inventory.update_unit', {
          unit_id: id,
          version,
          name: 'Lon',
          is_decimal: false,
        })
      ).code,
    ).toBe(code);
  });
});

describe('a unit', () => {
  test('is added once for one key, with whole quantities unless told otherwise', async () => {
    await db.as('warehouse', async (me) => {
      const first = await order(me, 'inventory.create_unit', { client_key: 'once', name: ' Lon ' });

      expect(first).toMatchObject({ name: 'Lon', is_decimal: false, version: 1 });
      expect(
        (await order(me, 'inventory.create_unit', { client_key: 'once', name: 'Lon' })).id,
      ).toBe(first.id);
      expect(
        (await orderRefused(me, 'inventory.create_unit', { client_key: 'once', name: 'Hộp' })).code,
      ).toBe('SDDUP');
    });
  });

  test.each<[string, Record<string, unknown>, Record<string, string>[]]>([
    [
      'no name and no word on decimals',
      { name: ' ', is_decimal: null },
      [
        { path: 'name', reason: 'required' },
        { path: 'is_decimal', reason: 'required' },
      ],
    ],
    [
      'a name too long',
      { name: 'x'.repeat(31) },
      [{ path: 'name', reason: 'too_long', value: '31' }],
    ],
    [
      'a name that is taken, whatever its case',
      { name: 'CHAI' },
      [{ path: 'name', reason: 'taken', value: 'Chai' }],
    ],
  ])('is refused with %s', async (_what, given, fields) => {
    await db.as('warehouse', async (me) => {
      expect(await orderRefused(me, 'inventory.create_unit', given)).toMatchObject({
        code: 'SDVAL',
        details: { fields },
      });
    });
  });

  test('is renamed in the version that was read, and in no older one', async () => {
    await db.as('warehouse', async (me) => {
      const { id, version } = await nowOf(me, 'unit', 'Chai');
      const wish = { unit_id: id, version, name: 'Chai lớn', is_decimal: true };

      expect(await order(me, 'inventory.update_unit', wish)).toMatchObject({
        name: 'Chai lớn',
        is_decimal: true,
        version: version + 1,
      });
      expect((await orderRefused(me, 'inventory.update_unit', wish)).code).toBe('SDSTA');
      expect(
        (await orderRefused(me, 'inventory.update_unit', { ...wish, version: 2, name: 'thùng' }))
          .details,
      ).toEqual({ fields: [{ path: 'name', reason: 'taken', value: 'Thùng' }] });
    });
  });

  test('that nobody knows is not found', async () => {
    const nobody = await unknownKey(db);
    await db.as('warehouse', async (me) => {
      expect(
        (
          await orderRefused(me, 'inventory.update_unit', {
            unit_id: nobody,
            version: 1,
            name: 'A',
            is_decimal: true,
          })
        ).code,
      ).toBe('SDNFD');
    });
  });
});
