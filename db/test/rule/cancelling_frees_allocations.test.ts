import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { allocationsOf, openAmounts, paymentMaker, type PaymentMaker } from '../support/payment.ts';
import { slipMaker, type Slip } from '../support/slip.ts';

let db: TestDatabase;
let payments: PaymentMaker;
let first: Slip;
let second: Slip;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  await db.commitAs('manager', async (me) => {
    first = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]], paidNow: 200_000 });
    second = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 3]] });
  });
});
afterAll(() => db.close());

test('cancelling a payment opens the slips it settled, and no other allocation moves', async () => {
  await db.commitAs('admin', async (me) => {
    const wrong = await payments.create(me, { agency: 'DL0001', amount: 2_000_000 });
    const right = await payments.create(me, { agency: 'DL0001', amount: 500_000 });
    expect(await openAmounts(me)).toEqual({ [first.code]: '0', [second.code]: '2300000' });

    await payments.cancel(me, wrong.id);

    expect(await openAmounts(me)).toEqual({ [first.code]: '1800000', [second.code]: '2500000' });
    expect((await allocationsOf(me)).map(([payment, slip]) => [payment, slip])).toEqual([
      [expect.any(String), first.code], [right.code, second.code],
    ]);
  });
  expect(await brokenInvariants(db)).toEqual({});
});

test('cancelling a slip frees what settled it', async () => {
  await db.asOwner(async (owner) => {
    await owner.query('alter table inventory.issue disable trigger cancel_1_debt_is_reversed');
    await owner.query(
      `update inventory.issue set status = 'cancelled', reason = 'Khách đổi ý', cancelled_at = now(),
         cancelled_by = created_by where id::text = $1`, [first.id]);

    expect((await allocationsOf(owner)).map(([, slip]) => slip)).toEqual([second.code]);
  });
});
