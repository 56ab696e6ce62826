import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { nowOf, order, orderRefused, type Given } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { unknownKey } from '../../support/slip.ts';
import { receiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let units: Record<string, string>;

beforeAll(async () => {
  db = await testDatabase();
  const rows = await db.query<{ name: string; id: string }>(
    'select name, id::text from inventory.unit',
  );
  units = Object.fromEntries(rows.map(({ name, id }) => [name, id]));
});
afterAll(() => db.close());

const tiger = (changes: Given = {}): Given => ({
  sku: 'TIGER',
  item_name: 'Bia Tiger thùng 24 lon',
  unit_id: units['Thùng'],
  import_price: 345_000,
  ...changes,
});
const create = (me: Actor, changes: Given = {}) =>
  order(me, 'inventory.create_item', tiger(changes));
const refused = (me: Actor, changes: Given = {}) =>
  orderRefused(me, 'inventory.create_item', tiger(changes));

describe('items belong to the warehouse', () => {
  test.each<[Person, string]>([
    ['manager', 'SDPRM'],
    ['accountant', 'SDPRM'],
    ['sales', '42501'],
    ['agency', '42501'],
    ['auditor', '42501'],
  ])('%s may not add one', async (person, code) => {
    await db.as(person, async (me) => {
      expect((await refused(me)).code).toBe(code);
    });
  });
});

describe('a new item', () => {
  test('is on sale without stock, its texts without blanks around them', async () => {
    await db.as('warehouse', async (me) => {
      expect(
        await create(me, { sku: ' TIGER ', barcode: ' 8934822 ', min_stock: 12 }),
      ).toMatchObject({
        sku: 'TIGER',
        item_name: 'Bia Tiger thùng 24 lon',
        barcode: '8934822',
        import_price: 345_000,
        min_stock: 12,
        stock_quantity: 0,
        is_active: true,
        version: 1,
      });
    });
  });

  test('begins its history of prices, and the first receipt goes on with it', async () => {
    await db.commitAs('warehouse', (me) => create(me, { sku: 'KE', import_price: 50_000 }));
    const receipts = await receiptMaker(db);
    await db.as('admin', async (me) => {
      const { id } = await nowOf(me, 'item', 'KE');
      const history = () =>
        me.query(
          `select seq::text, kind, price::text from inventory.item_price where item_id::text = $1
            order by seq`,
          [id],
        );
      expect(await history()).toEqual([{ seq: '1', kind: 'initial', price: '50000' }]);

      const receipt = await receipts.create(me, { lines: [['KE', 5, 52_000]] });
      await receipts.cancel(me, receipt.id);

      expect(await history()).toEqual([
        { seq: '1', kind: 'initial', price: '50000' },
        { seq: '2', kind: 'receipt', price: '52000' },
        { seq: '3', kind: 'receipt_cancel', price: '50000' },
      ]);
    });
  });

  test('sent twice with one key is one item, and another under that key is refused', async () => {
    await db.as('admin', async (me) => {
      const first = await create(me, { client_key: 'once', min_stock: '2.000' });

      expect((await create(me, { client_key: 'once', min_stock: 2 })).id).toBe(first.id);
      expect((await refused(me, { client_key: 'once', sku: 'HEINEKEN' })).code).toBe('SDDUP');
    });
  });
});

describe('what makes no sense is refused with its place', () => {
  test.each<[string, Given, Record<string, string>]>([
    ['no code', { sku: ' ' }, { path: 'sku', reason: 'required' }],
    ['a code too long', { sku: 'x'.repeat(51) }, { path: 'sku', reason: 'too_long', value: '51' }],
    [
      'a code that is taken',
      { sku: 'MI' },
      { path: 'sku', reason: 'taken', value: 'Mì Hảo Hảo thùng 30 gói' },
    ],
    ['no name', { item_name: null }, { path: 'item_name', reason: 'required' }],
    ['no unit', { unit_id: null }, { path: 'unit_id', reason: 'required' }],
    ['no price', { import_price: null }, { path: 'import_price', reason: 'required' }],
    [
      'a price of nothing',
      { import_price: 0 },
      { path: 'import_price', reason: 'not_positive', value: '0' },
    ],
    [
      'a price of no number',
      { import_price: 'NaN' },
      { path: 'import_price', reason: 'not_a_number', value: 'NaN' },
    ],
    [
      'half a đồng',
      { import_price: '1.5' },
      { path: 'import_price', reason: 'whole_number_only', value: '1.5' },
    ],
    [
      'a price beyond reason',
      { import_price: '1000000001' },
      { path: 'import_price', reason: 'too_large', value: '1000000001' },
    ],
    [
      'a negative least stock',
      { min_stock: -1 },
      { path: 'min_stock', reason: 'negative', value: '-1' },
    ],
    [
      'half a carton as least stock',
      { min_stock: '0.5' },
      { path: 'min_stock', reason: 'whole_number_only', value: '0.5' },
    ],
    [
      'a long barcode',
      { barcode: '1'.repeat(51) },
      { path: 'barcode', reason: 'too_long', value: '51' },
    ],
  ])('%s', async (_what, changes, problem) => {
    await db.as('warehouse', async (me) => {
      const refusal = await refused(me, changes);

      expect(refusal).toMatchObject({ code: 'SDVAL', details: { fields: [problem] } });
      expect(await me.query("select from inventory.item where sku = 'TIGER'")).toEqual([]);
    });
  });

  test('an unknown unit', async () => {
    const unit = await unknownKey(db);
    await db.as('warehouse', async (me) => {
      expect((await refused(me, { unit_id: unit })).details).toEqual({
        fields: [{ path: 'unit_id', reason: 'unknown', value: unit }],
      });
    });
  });

  test('all of it at once', async () => {
    await db.as('warehouse', async (me) => {
      const refusal = await refused(me, {
        sku: '',
        item_name: '',
        import_price: -1,
        min_stock: 'NaN',
      });

      expect(refusal.details).toEqual({
        fields: [
          { path: 'sku', reason: 'required' },
          { path: 'item_name', reason: 'required' },
          { path: 'min_stock', reason: 'not_a_number', value: 'NaN' },
          { path: 'import_price', reason: 'not_positive', value: '-1' },
        ],
      });
    });
  });

  test('a barcode of another item, which is named', async () => {
    await db.as('warehouse', async (me) => {
      await create(me, { barcode: '8934822' });

      expect((await refused(me, { sku: 'KHAC', barcode: '8934822' })).details).toEqual({
        fields: [{ path: 'barcode', reason: 'taken', value: 'Bia Tiger thùng 24 lon' }],
      });
    });
  });

  test('kilos may have decimals as least stock, three of them', async () => {
    await db.as('warehouse', async (me) => {
      const kilo = { unit_id: units['Kg'] };

      expect((await create(me, { ...kilo, min_stock: '0.125' })).min_stock).toBe(0.125);
      expect((await refused(me, { ...kilo, sku: 'KHAC', min_stock: '0.1255' })).details).toEqual({
        fields: [{ path: 'min_stock', reason: 'too_many_decimals', value: '0.1255' }],
      });
    });
  });
});
