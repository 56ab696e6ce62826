import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { nowOf, order, orderRefused, type Given, type Master } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { request } from '../../support/life.ts';
import { addItem } from '../../support/master.ts';
import { slipMaker } from '../../support/slip.ts';
import { countMaker } from '../../support/stock.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, { sku: 'MOI', importPrice: 1000 });
});
afterAll(() => db.close());

const inBottles = async (me: Actor, item: Master): Promise<Given> => ({
  item_id: item.id,
  version: item.version,
  item_name: item['item_name'],
  unit_id: (await nowOf(me, 'unit', 'Chai')).id,
});

test('an item that nothing was ever done with may change its unit', async () => {
  await db.as('warehouse', async (me) => {
    const wish = await inBottles(me, await nowOf(me, 'item', 'MOI'));

    expect(String((await order(me, 'inventory.update_item', wish))['unit_id'])).toBe(
      wish['unit_id'],
    );
  });
});

const tooLate = {
  code: 'SDVAL',
  details: { fields: [{ path: 'unit_id', reason: 'has_movements' }] },
};

test('an item with movements keeps its unit', async () => {
  await db.as('warehouse', async (me) => {
    expect(
      await orderRefused(
        me,
        'inventory.update_item',
        await inBottles(me, await nowOf(me, 'item', 'MI')),
      ),
    ).toMatchObject(tooLate);
  });
});

test('so does one that a request has asked for', async () => {
  const slips = await slipMaker(db);
  await db.as('admin', async (me) => {
    await request(me, slips, { agency: 'DL0001', lines: [['MOI', 1]] });

    expect(
      await orderRefused(
        me,
        'inventory.update_item',
        await inBottles(me, await nowOf(me, 'item', 'MOI')),
      ),
    ).toMatchObject(tooLate);
  });
});

test('so does one that was counted, even without a difference', async () => {
  const counts = await countMaker(db);
  await db.as('warehouse', async (me) => {
    await counts.create(me, { lines: [['MOI', 0]] });

    expect(
      await orderRefused(
        me,
        'inventory.update_item',
        await inBottles(me, await nowOf(me, 'item', 'MOI')),
      ),
    ).toMatchObject(tooLate);
  });
});
