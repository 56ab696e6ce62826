import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprints } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addItem } from '../../support/master.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { receiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, {
    sku: 'NGUNG2',
    name: 'Hàng cũng đã ngừng',
    importPrice: 5000,
    stock: 5,
    isActive: false,
  });
  slips = await slipMaker(db);
});
afterAll(() => db.close());

test('an item that is no longer sold is refused by name', async () => {
  await db.as('sales', async (me) => {
    const refusal = await slips.refused(me, { agency: 'DL0001', lines: [['NGUNG', 1]] });

    expect(refusal.code).toBe('SDITM');
    expect(refusal.details).toEqual({
      items: [{ item_id: slips.itemId('NGUNG'), sku: 'NGUNG', item_name: 'Hàng đã ngừng bán' }],
    });
  });
});

test('all inactive items are named at once, in the order of the slip, and no other', async () => {
  await db.as('sales', async (me) => {
    const refusal = await slips.refused(me, {
      agency: 'DL0001',
      lines: [
        ['NGUNG2', 1],
        ['MI', 1],
        ['NGUNG', 1],
      ],
    });

    expect(refusal.details).toMatchObject({ items: [{ sku: 'NGUNG2' }, { sku: 'NGUNG' }] });
    expect(refusal.details['items']).toHaveLength(2);
  });
});

test('the whole slip is refused, not only the inactive line', async () => {
  const before = await fingerprints(db);

  await expect(
    db.commitAs('sales', (me) =>
      slips.create(me, {
        agency: 'DL0001',
        lines: [
          ['MI', 1],
          ['NGUNG', 1],
        ],
      }),
    ),
  ).rejects.toMatchObject({ code: 'SDITM' });

  expect(await fingerprints(db)).toEqual(before);
});

test('an item that is sold again may be issued', async () => {
  await db.query("update inventory.item set is_active = true where sku = 'NGUNG'");

  await db.as('sales', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['NGUNG', 1]] });

    expect(slip.status).toBe('confirmed');
  });
  await db.query("update inventory.item set is_active = false where sku = 'NGUNG'");
});

test('nor does it come in on a receipt', async () => {
  const receipts = await receiptMaker(db);

  await db.as('warehouse', async (me) => {
    expect(
      await receipts.refused(me, {
        lines: [
          ['NGUNG2', 1, 5],
          ['MI', 1, 5],
          ['NGUNG', 1, 5],
        ],
      }),
    ).toMatchObject({
      code: 'SDITM',
      details: { items: [{ sku: 'NGUNG2' }, { sku: 'NGUNG' }] },
    });
  });
});
