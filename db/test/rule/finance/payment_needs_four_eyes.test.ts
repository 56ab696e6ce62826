import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { paymentMaker, regulate, type PaymentMaker } from '../../support/payment.ts';
import { slipMaker } from '../../support/slip.ts';

let relaxed: TestDatabase;
let strict: TestDatabase;
let payments: PaymentMaker;

beforeAll(async () => {
  [relaxed, strict] = await Promise.all([testDatabase(), testDatabase()]);
  for (const db of [relaxed, strict]) {
    const slips = await slipMaker(db);
    await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]] }),
    );
  }
  await strict.commitOwner((owner) => regulate(owner, 'FOUR_EYES', 'true'));
});
afterAll(() => Promise.all([relaxed.close(), strict.close()]));

async function ownPayment(db: TestDatabase) {
  const { agencyId } = await slipMaker(db);
  payments = paymentMaker(agencyId);
  return db.commitAs('admin', (me) => payments.create(me, { agency: 'DL0001', amount: 1000 }));
}

test('with two pairs of eyes nobody cancels what they recorded', async () => {
  const paid = await ownPayment(strict);

  await strict.as('admin', async (me) => {
    expect(await payments.cancelRefused(me, paid.id)).toMatchObject({
      code: 'SDFOR',
      details: { created_by: me.userId },
    });
  });
});

test('but somebody else does', async () => {
  const paid = await ownPayment(strict);

  await strict.as('manager', async (me) => {
    expect(await payments.cancel(me, paid.id)).toMatchObject({
      status: 'cancelled',
      cancelled_by: me.userId,
    });
  });
});

test('without the regulation people cancel their own', async () => {
  const paid = await ownPayment(relaxed);

  await relaxed.as('admin', async (me) => {
    expect(await payments.cancel(me, paid.id)).toMatchObject({ status: 'cancelled' });
  });
});
