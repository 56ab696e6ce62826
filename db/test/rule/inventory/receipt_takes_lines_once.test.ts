import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { receiptMaker, type ReceiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;

beforeAll(async () => {
  db = await testDatabase();
  receipts = await receiptMaker(db);
  await db.commitAs('warehouse', (me) => receipts.create(me, { lines: [['MI', 1, 9]] }));
});
afterAll(() => db.close());

test('no line joins a receipt that has its number', async () => {
  await db.asOwner(async (owner) => {
    const refusal = await owner.refusal(
      `insert into inventory.receipt_detail (receipt_id, line_no, item_id, quantity, unit_price,
        line_total, created_by)
       select r.id, 2, i.id, 1, 1, 1, r.created_by
       from inventory.receipt as r cross join inventory.item as i where i.sku = 'LE'`,
    );

    expect(refusal).toMatchObject({
      code: 'SDHIS',
      details: { table: 'inventory.receipt_detail', verb: 'INSERT' },
    });
  });
});
