import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { receiptMaker, type ReceiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;

beforeAll(async () => {
  db = await testDatabase();
  receipts = await receiptMaker(db);
});
afterAll(() => db.close());

test('numbers follow each other, and a refused receipt leaves no gap', async () => {
  const year = (await dayFromToday(db, 0)).slice(0, 4);
  const take = (sku: string) =>
    db.commitAs('warehouse', (me) => receipts.create(me, { lines: [[sku, 1, 9]] }));

  expect((await take('MI')).code).toBe(`PN-${year}-000001`);
  await expect(take('NGUNG')).rejects.toMatchObject({ code: 'SDITM' });
  expect((await take('LE')).code).toBe(`PN-${year}-000002`);
  expect(await brokenInvariants(db)).toEqual({});
});

test('the steps of receiving run in the order of their numbers, the number last', async () => {
  const steps = await db.query<{ name: string }>(
    `select tgname::text as name from pg_trigger
     where tgrelid = 'inventory.receipt_detail'::regclass and tgname ~ '^receive' order by tgname`,
  );

  expect(steps.map(({ name }) => name)).toEqual([
    'receive_1_receipt_takes_lines_once',
    'receive_2_receipt_needs_active_items',
    'receive_3_f_raise_stock_on_receipt',
    'receive_4_latest_receipt_sets_import_price',
    'receive_5_receipt_is_numbered_last',
  ]);
});
