import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, priceOf, pricesOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { receiptMaker, type ReceiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;

beforeAll(async () => {
  db = await testDatabase();
  receipts = await receiptMaker(db);
});
afterAll(() => db.close());

test('the price is that of the latest receipt that remains, and the history says which', async () => {
  const yesterday = await dayFromToday(db, -1);
  await db.as('admin', async (me) => {
    const today = await receipts.create(me, { lines: [['MI', 1, 120_000]] });
    const earlier = await receipts.create(me, { lines: [['MI', 1, 110_000]], date: yesterday });

    await receipts.cancel(me, today.id);

    expect(await priceOf(me, 'MI')).toBe('110000');
    expect((await pricesOf(me, 'MI')).at(-1)).toEqual({
      seq: '3',
      kind: 'receipt_cancel',
      price: '110000',
      valid_from: yesterday,
      receipt: earlier.code,
    });
  });
});

test('without any receipt left it is what it was before the first', async () => {
  await db.as('admin', async (me) => {
    const first = await receipts.create(me, { lines: [['MI', 1, 110_000]] });
    const second = await receipts.create(me, { lines: [['MI', 1, 120_000]] });
    await receipts.cancel(me, second.id);
    await receipts.cancel(me, first.id);

    expect(await priceOf(me, 'MI')).toBe('108000');
    expect((await pricesOf(me, 'MI')).at(-1)).toMatchObject({
      kind: 'receipt_cancel',
      price: '108000',
      receipt: null,
    });

    await receipts.create(me, { lines: [['MI', 1, 130_000]] });
    expect((await pricesOf(me, 'MI')).filter(({ kind }) => kind === 'initial')).toHaveLength(1);
  });
});

test('a price set by hand between receipts is the one to return to', async () => {
  await db.asOwner(async (owner) => {
    expect(await priceOf(owner, 'LE')).toBe('12345');
  });
  const first = await db.commitAs('admin', (me) =>
    receipts.create(me, { lines: [['LE', 1, 13_000]] }),
  );
  await db.commitAs('admin', (me) => receipts.cancel(me, first.id));
  await db.query("update inventory.item set import_price = 15000 where sku = 'LE'");

  await db.as('admin', async (me) => {
    const { id } = await receipts.create(me, { lines: [['LE', 1, 14_000]] });
    await receipts.cancel(me, id);

    expect(await priceOf(me, 'LE')).toBe('15000');
  });
});

test('to cancel a receipt that does not set the price changes nothing', async () => {
  await db.as('admin', async (me) => {
    const first = await receipts.create(me, { lines: [['MI', 1, 110_000]] });
    await receipts.create(me, { lines: [['MI', 1, 120_000]] });
    const before = await pricesOf(me, 'MI');

    await receipts.cancel(me, first.id);

    expect(await priceOf(me, 'MI')).toBe('120000');
    expect(await pricesOf(me, 'MI')).toEqual(before);
  });
});
