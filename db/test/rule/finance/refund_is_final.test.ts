import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate } from '../../support/life.ts';
import { paymentMaker } from '../../support/payment.ts';
import { refundMaker } from '../../support/refund.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const { agencyId } = await slipMaker(db);
  const refunds = refundMaker(agencyId);
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
  await db.commitAs('admin', async (me) => {
    await paymentMaker(agencyId).create(me, { agency: 'DL0001', amount: 3_000_000 });
    await refunds.create(me, { agency: 'DL0001', amount: 500_000 });
    await refunds.cancel(me, (await refunds.create(me, { agency: 'DL0001', amount: 700_000 })).id);
  });
});
afterAll(() => db.close());

test.each([
  'amount = amount + 1',
  'refund_date = refund_date - 1',
  "method = 'other'",
  "reference = 'x'",
  "note = 'x'",
  "code = 'PC-2000-000009'",
  "created_at = now() + interval '1 day'",
  "agency_id = (select id from agency.agency where code = 'DL0002')",
])('a refund keeps what it says: %s is refused', async (edit) => {
  for (const status of ['confirmed', 'cancelled']) {
    await db.asOwner(async (owner) => {
      expect(
        await owner.refusal(`update finance.refund set ${edit} where status = $1`, [status]),
      ).toMatchObject({
        code: 'SDHIS',
        details: { table: 'finance.refund', verb: 'UPDATE', refund_id: expect.any(String) },
      });
    });
  }
});

test('a cancelled one keeps its cancellation', async () => {
  await db.asOwner(async (owner) => {
    expect(
      (
        await owner.refusal(
          `update finance.refund set cancel_reason = 'khác' where status = 'cancelled'`,
        )
      ).code,
    ).toBe('SDHIS');
  });
});

test.each([
  'delete from finance.refund',
  'delete from finance.refund where false',
  'truncate finance.refund cascade',
])('no refund is deleted: %s', async (statement) => {
  await db.asOwner(async (owner) => {
    expect((await owner.refusal(statement)).code).toBe('SDHIS');
  });
});
