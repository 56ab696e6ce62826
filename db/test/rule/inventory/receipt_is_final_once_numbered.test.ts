import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { receiptMaker } from '../../support/stock.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const receipts = await receiptMaker(db);
  await db.commitAs('admin', (me) => receipts.create(me, { lines: [['MI', 1, 110_000]] }));
});
afterAll(() => db.close());

test.each([
  "code = 'PN-2026-000009'",
  'receipt_date = receipt_date - 1',
  'total_amount = 1',
  "note = 'x'",
  "created_at = now() + interval '1 day'",
  'code = null',
])('a receipt is not edited: %s', async (edit) => {
  await db.asOwner(async (owner) => {
    expect(await owner.refusal(`update inventory.receipt set ${edit}`)).toMatchObject({
      code: 'SDHIS',
      details: { table: 'inventory.receipt', verb: 'UPDATE' },
    });
  });
});

test('no receipt is deleted', async () => {
  await db.asOwner(async (owner) => {
    expect(await owner.refusal('delete from inventory.receipt')).toMatchObject({
      code: 'SDHIS',
      details: { verb: 'DELETE' },
    });
  });
});
