import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { nowOf, order, orderRefused, type Given, type Master } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, unknownKey, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const edit = (item: Master, changes: Given = {}): Given => ({
  item_id: item.id,
  version: item.version,
  item_name: item['item_name'],
  unit_id: item['unit_id'],
  ...changes,
});
const named = (item: Master, changes: Given = {}): Given => ({
  item_id: item.id,
  version: item.version,
  ...changes,
});
const noodles = (me: Actor) => nowOf(me, 'item', 'MI');

describe('items belong to the warehouse', () => {
  test.each<[Person, string]>([
    ['manager', 'SDPRM'],
    ['accountant', 'SDPRM'],
    ['sales', '42501'],
    ['agency', '42501'],
    ['auditor', '42501'],
  ])('%s may neither edit one nor take it out of sale', async (person, code) => {
    await db.as(person, async (me) => {
      const item = await noodles(me);

      expect((await orderRefused(me, 'inventory.update_item', edit(item))).code).toBe(code);
      expect((await orderRefused(me, 'inventory.deactivate_item', named(item))).code).toBe(code);
      expect((await orderRefused(me, 'inventory.activate_item', named(item))).code).toBe(code);
    });
  });
});

describe('an edit', () => {
  test('changes what it names, counts the version, and leaves price and stock alone', async () => {
    await db.as('warehouse', async (me) => {
      const before = await noodles(me);

      const after = await order(
        me,
        'inventory.update_item',
        edit(before, {
          item_name: ' Mì Hảo Hảo tôm chua cay ',
          barcode: '8934563',
          min_stock: 5,
        }),
      );

      expect(after).toMatchObject({
        sku: 'MI',
        item_name: 'Mì Hảo Hảo tôm chua cay',
        barcode: '8934563',
        min_stock: 5,
        version: before.version + 1,
        import_price: before['import_price'],
        stock_quantity: before['stock_quantity'],
      });
      expect(String(after.updated_by)).toBe(me.userId);
    });
  });

  test('of a version that somebody has changed since is refused, naming them', async () => {
    await db.as('warehouse', async (me) => {
      const read = await noodles(me);
      await order(me, 'inventory.update_item', edit(read, { min_stock: 5 }));

      expect(
        await orderRefused(me, 'inventory.update_item', edit(read, { min_stock: 6 })),
      ).toMatchObject({
        code: 'SDSTA',
        details: { read_version: 1, version: 2, updated_by: 'Phạm Thủ Kho' },
      });
      expect((await noodles(me))['min_stock']).toBe(5);
    });
  });

  test('sent twice with one key is one edit', async () => {
    await db.as('warehouse', async (me) => {
      const read = await noodles(me);
      const once = edit(read, { client_key: 'once', min_stock: 5 });

      await order(me, 'inventory.update_item', once);

      expect((await order(me, 'inventory.update_item', once)).version).toBe(read.version + 1);
    });
  });

  test('says everything that is wrong at once', async () => {
    await db.as('warehouse', async (me) => {
      const refusal = await orderRefused(
        me,
        'inventory.update_item',
        edit(await noodles(me), {
          sku: 'LE',
          item_name: '',
          min_stock: -1,
        }),
      );

      expect(refusal).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'item_name', reason: 'required' },
            { path: 'sku', reason: 'taken', value: 'Dầu ăn giá lẻ' },
            { path: 'min_stock', reason: 'negative', value: '-1' },
          ],
        },
      });
    });
  });

  test('needs the version, and an item that exists', async () => {
    const nobody = await unknownKey(db);
    await db.as('warehouse', async (me) => {
      const item = await noodles(me);

      expect(
        (await orderRefused(me, 'inventory.update_item', edit(item, { version: null }))).details,
      ).toEqual({ fields: [{ path: 'version', reason: 'required' }] });
      expect(
        (await orderRefused(me, 'inventory.update_item', edit(item, { item_id: nobody }))).code,
      ).toBe('SDNFD');
      expect(
        (await orderRefused(me, 'inventory.deactivate_item', named(item, { item_id: null }))).code,
      ).toBe('SDNFD');
    });
  });
});

describe('an item taken out of sale', () => {
  test('keeps its reason and its stock, goes on no slip, and comes back', async () => {
    const staff: Person = 'admin';
    await db.as(staff, async (me) => {
      const item = await noodles(me);
      const wish = { agency: 'DL0001', lines: [['MI', 1]] as [string, number][] };

      const off = await order(
        me,
        'inventory.deactivate_item',
        named(item, { reason: ' Hãng ngừng sản xuất ' }),
      );

      expect(off).toMatchObject({
        is_active: false,
        inactive_reason: 'Hãng ngừng sản xuất',
        stock_quantity: item['stock_quantity'],
      });
      expect((await slips.refused(me, wish)).code).toBe('SDITM');
      expect(await order(me, 'inventory.activate_item', named(off))).toMatchObject({
        is_active: true,
        inactive_reason: null,
        version: item.version + 2,
      });
      expect((await slips.create(me, wish)).status).toBe('confirmed');
    });
  });

  test('is not taken out twice, nor put back when it is on sale', async () => {
    await db.as('warehouse', async (me) => {
      const stopped = await nowOf(me, 'item', 'NGUNG');

      expect(await orderRefused(me, 'inventory.deactivate_item', named(stopped))).toMatchObject({
        code: 'SDTRN',
        details: { from: 'inactive', to: 'inactive' },
      });
      expect(
        await orderRefused(me, 'inventory.activate_item', named(await noodles(me))),
      ).toMatchObject({
        code: 'SDTRN',
        details: { from: 'active', to: 'active' },
      });
    });
  });

  test('needs no reason, but not a longer one than 500 characters', async () => {
    await db.as('warehouse', async (me) => {
      const item = await noodles(me);

      expect(
        (
          await orderRefused(
            me,
            'inventory.deactivate_item',
            named(item, { reason: 'x'.repeat(501) }),
          )
        ).details,
      ).toEqual({ fields: [{ path: 'reason', reason: 'too_long' }] });
      expect(await order(me, 'inventory.deactivate_item', named(item))).toMatchObject({
        inactive_reason: null,
      });
    });
  });
});
