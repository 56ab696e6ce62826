import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import {
  openAmounts,
  paymentMaker,
  type Payment,
  type PaymentMaker,
} from '../../support/payment.ts';
import { slipMaker, type Slip } from '../../support/slip.ts';

let db: TestDatabase;
let payments: PaymentMaker;
let first: Slip;
let second: Slip;
let paid: Payment;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  await db.commitAs('manager', async (me) => {
    first = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]], paidNow: 200_000 });
    second = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 3]] });
  });
  paid = await db.commitAs('accountant', (me) =>
    payments.create(me, { agency: 'DL0001', amount: 2_000_000 }),
  );
});
afterAll(() => db.close());

test('a payment may be allocated to the last đồng', async () => {
  await db.as('accountant', async (me) => {
    await payments.allocate(me, paid.id, [
      [first.id, 500_000],
      [second.id, 1_500_000],
    ]);

    expect(await openAmounts(me)).toEqual({ [first.code]: '1300000', [second.code]: '1500000' });
  });
});

test('not one đồng more, told with its figures', async () => {
  await db.as('accountant', async (me) => {
    const refusal = await payments.allocateRefused(me, paid.id, [
      [first.id, 500_000],
      [second.id, 1_500_001],
    ]);

    expect(refusal).toMatchObject({ code: 'SDVAL' });
    expect(refusal.details['fields']).toEqual([
      {
        path: 'allocations',
        reason: 'exceeds_payment',
        payment_id: paid.id,
        payment_code: paid.code,
        value: '2000001',
        limit: '2000000',
      },
    ]);
  });
});

test.each(['automatic_amount', 'assigned_amount'])('nor by editing rows: %s', async (column) => {
  await db.asOwner(async (owner) => {
    const refusal = await owner.refusal(
      `update finance.credit_item set ${column} = ${column} + amount`,
    );

    expect(refusal).toMatchObject({
      code: '23514',
      message: expect.stringContaining('free_amount_is_not_negative'),
    });
  });
});

test('an allocation settles at most what was told', async () => {
  await db.as('accountant', (me) => payments.allocate(me, paid.id, [[first.id, 500_000]]));
  await db.asOwner(async (owner) => {
    const refusal = await owner.refusal(
      "update finance.payment_allocation set amount = amount + 1 where kind = 'paid_now'",
    );

    expect(refusal).toMatchObject({
      code: '23514',
      message: expect.stringContaining('allocation_is_at_most_what_was_told'),
    });
  });
});
