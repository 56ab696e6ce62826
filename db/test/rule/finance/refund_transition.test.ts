import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate } from '../../support/life.ts';
import { paymentMaker } from '../../support/payment.ts';
import { refundMaker, type Refund, type RefundMaker } from '../../support/refund.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let refunds: RefundMaker;
let paid: Refund;

beforeAll(async () => {
  db = await testDatabase();
  const { agencyId } = await slipMaker(db);
  refunds = refundMaker(agencyId);
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
  await db.commitAs('admin', async (me) => {
    await paymentMaker(agencyId).create(me, { agency: 'DL0001', amount: 3_000_000 });
    paid = await refunds.create(me, { agency: 'DL0001', amount: 1_000_000 });
  });
});
afterAll(() => db.close());

test('a refund is born confirmed', async () => {
  await db.asOwner(async (owner) => {
    expect(
      await owner.refusal(
        `insert into finance.refund (code, agency_id, status, amount, refund_date, created_by,
         cancelled_at, cancelled_by, cancel_reason)
       select 'PC-2000-000001', agency_id, 'cancelled', 1, refund_date, created_by, now(),
         created_by, 'x'
       from finance.refund`,
      ),
    ).toMatchObject({ code: 'SDTRN', details: { from: 'new', to: 'cancelled' } });
  });
});

test('a cancelled one is not cancelled again, nor revived', async () => {
  await db.as('admin', async (me) => {
    await refunds.cancel(me, paid.id);

    expect(await refunds.cancelRefused(me, paid.id)).toMatchObject({
      code: 'SDTRN',
      details: {
        refund_id: paid.id,
        refund_code: paid.code,
        from: 'cancelled',
        to: 'cancelled',
      },
    });
  });
  await db.asOwner(async (owner) => {
    await owner.query(`update finance.refund set status = 'cancelled', cancelled_at = now(),
      cancelled_by = created_by, cancel_reason = 'x'`);

    expect((await owner.refusal(`update finance.refund set status = 'confirmed'`)).code).toBe(
      'SDTRN',
    );
  });
});
