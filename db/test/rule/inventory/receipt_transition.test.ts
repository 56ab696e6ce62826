import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { receiptMaker, type ReceiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;

beforeAll(async () => {
  db = await testDatabase();
  receipts = await receiptMaker(db);
  await db.commitAs('admin', (me) => receipts.create(me, { lines: [['MI', 1, 110_000]] }));
});
afterAll(() => db.close());

const cancelled = `status = 'cancelled', cancelled_at = now(), cancelled_by = created_by,
  cancel_reason = 'x'`;

test('a receipt is born confirmed', async () => {
  await db.asOwner(async (owner) => {
    expect(
      await owner.refusal(
        `insert into inventory.receipt (supplier_id, receipt_date, status, created_by)
       select supplier_id, receipt_date, 'cancelled', created_by from inventory.receipt`,
      ),
    ).toMatchObject({ code: 'SDTRN', details: { from: 'new', to: 'cancelled' } });
  });
});

test('a cancelled receipt does not come back, nor is its reason rewritten', async () => {
  await db.asOwner(async (owner) => {
    await owner.query(`update inventory.receipt set ${cancelled}`);

    expect(
      await owner.refusal(
        `update inventory.receipt set status = 'confirmed', cancelled_at = null,
          cancelled_by = null, cancel_reason = null`,
      ),
    ).toMatchObject({ code: 'SDTRN', details: { from: 'cancelled', to: 'confirmed' } });
    expect((await owner.refusal("update inventory.receipt set cancel_reason = 'y'")).code).toBe(
      'SDTRN',
    );
  });
});

test('a receipt is cancelled with a reason only', async () => {
  await db.asOwner(async (owner) => {
    const refusal = await owner.refusal(
      `update inventory.receipt set status = 'cancelled', cancelled_at = now(),
        cancelled_by = created_by, cancel_reason = ' '`,
    );

    expect(refusal.message).toContain('receipt_needs_a_reason_when_cancelled');
  });
});
