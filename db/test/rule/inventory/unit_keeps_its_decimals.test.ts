import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { nowOf, order, orderRefused } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { request } from '../../support/life.ts';
import { addItem } from '../../support/master.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await db.commitAs('warehouse', (me) =>
    order(me, 'inventory.create_unit', { name: 'Lít', is_decimal: true }),
  );
  await db.query(
    `insert into inventory.item (sku, item_name, unit_id, import_price) select 'XANG', 'Xăng', id,
      20000 from inventory.unit where name = 'Lít'`,
  );
});
afterAll(() => db.close());

async function whole(me: Actor, unit: string) {
  const { id, version } = await nowOf(me, 'unit', unit);
  return { unit_id: id, version, name: unit, is_decimal: false };
}

test('a unit whose items were never measured in parts gives up decimals', async () => {
  await db.as('warehouse', async (me) => {
    expect(await order(me, 'inventory.update_unit', await whole(me, 'Lít'))).toMatchObject({
      is_decimal: false,
    });
  });
});

test('a unit with 20.5 of an item in stock keeps them, and the item is named', async () => {
  await db.as('warehouse', async (me) => {
    expect(await orderRefused(me, 'inventory.update_unit', await whole(me, 'Kg'))).toMatchObject({
      code: 'SDVAL',
      details: { fields: [{ path: 'is_decimal', reason: 'has_decimals', value: 'DUONG' }] },
    });
    expect((await nowOf(me, 'unit', 'Kg'))['is_decimal']).toBe(true);
  });
});

test('so does a unit in which a request asks for parts, or a least stock is in parts', async () => {
  const slips = await slipMaker(db);
  const kept = { fields: [{ path: 'is_decimal', reason: 'has_decimals', value: 'XANG' }] };
  await db.as('admin', async (me) => {
    await request(me, slips, { agency: 'DL0001', lines: [['XANG', '1.5']] });

    expect(
      (await orderRefused(me, 'inventory.update_unit', await whole(me, 'Lít'))).details,
    ).toEqual(kept);
  });
  await db.as('admin', async (me) => {
    const item = await nowOf(me, 'item', 'XANG');
    await order(me, 'inventory.update_item', {
      item_id: item.id,
      version: item.version,
      item_name: 'Xăng',
      unit_id: item['unit_id'],
      min_stock: '0.5',
    });

    expect(
      (await orderRefused(me, 'inventory.update_unit', await whole(me, 'Lít'))).details,
    ).toEqual(kept);
  });
});

test('a unit that was measured in parts long ago keeps its decimals, though nothing is left', async () => {
  await addItem(db, { sku: 'HET', importPrice: 1000, unit: 'Kg', stock: 0.5 });
  await db.commitOwner((owner) =>
    owner.query("update inventory.item set sku = 'A-HET' where sku = 'HET'"),
  );
  const slips = await slipMaker(db);
  await db.as('admin', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['A-HET', 0.5]] });

    expect(
      (await orderRefused(me, 'inventory.update_unit', await whole(me, 'Kg'))).details,
    ).toEqual({ fields: [{ path: 'is_decimal', reason: 'has_decimals', value: 'A-HET' }] });
  });
});
