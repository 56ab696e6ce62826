import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, priceOf, pricesOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker } from '../../support/slip.ts';
import { receiptMaker, type ReceiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;
let today = '';
let yesterday = '';

beforeAll(async () => {
  db = await testDatabase();
  receipts = await receiptMaker(db);
  today = await dayFromToday(db, 0);
  yesterday = await dayFromToday(db, -1);
});
afterAll(() => db.close());

test('a receipt sets the import price, and the history keeps what it was before', async () => {
  await db.as('warehouse', async (me) => {
    const { code } = await receipts.create(me, { lines: [['MI', 1, 110_000]] });

    expect(await priceOf(me, 'MI')).toBe('110000');
    expect(await pricesOf(me, 'MI')).toEqual([
      { seq: '1', kind: 'initial', price: '108000', valid_from: today, receipt: null },
      { seq: '2', kind: 'receipt', price: '110000', valid_from: today, receipt: code },
    ]);
  });
});

test('a slip written afterwards is priced by it', async () => {
  const slips = await slipMaker(db);
  await db.as('admin', async (me) => {
    await receipts.create(me, { lines: [['TRON', 1, 100_000]] });

    expect(await slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]] })).toMatchObject({
      total_amount: '102000',
    });
  });
});

test('of two receipts of one day the later one counts', async () => {
  await db.as('warehouse', async (me) => {
    await receipts.create(me, { lines: [['MI', 1, 110_000]] });
    await receipts.create(me, { lines: [['MI', 1, 90_000]] });

    expect(await priceOf(me, 'MI')).toBe('90000');
    expect((await pricesOf(me, 'MI')).map(({ price }) => price)).toEqual([
      '108000',
      '110000',
      '90000',
    ]);
  });
});

test('a back-dated receipt changes the price only when none is later', async () => {
  await db.as('warehouse', async (me) => {
    const first = await receipts.create(me, { lines: [['MI', 1, 110_000]], date: yesterday });
    expect(await pricesOf(me, 'MI')).toMatchObject([
      {},
      { price: '110000', valid_from: yesterday, receipt: first.code },
    ]);

    await receipts.create(me, { lines: [['MI', 1, 120_000]] });
    await receipts.create(me, { lines: [['MI', 1, 130_000]], date: yesterday });

    expect(await priceOf(me, 'MI')).toBe('120000');
    expect(await pricesOf(me, 'MI')).toHaveLength(3);
  });
});

test('a receipt at the price in force is in the history too', async () => {
  await db.as('warehouse', async (me) => {
    await receipts.create(me, { lines: [['MI', 1, 108_000]] });

    expect((await pricesOf(me, 'MI')).map(({ kind }) => kind)).toEqual(['initial', 'receipt']);
  });
});

test('items that are not on the receipt keep their price', async () => {
  await db.as('warehouse', async (me) => {
    await receipts.create(me, { lines: [['MI', 1, 110_000]] });

    expect(await priceOf(me, 'LE')).toBe('12345');
    expect(await pricesOf(me, 'LE')).toEqual([]);
  });
});
