import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, debtLedger, debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { paymentMaker, type PaymentMaker } from '../../support/payment.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let payments: PaymentMaker;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  await db.commitAs('manager', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]] });
    await slips.create(me, { agency: 'DL0004', lines: [['TRON', 5]] });
  });
});
afterAll(() => db.close());

test('cancelling raises the debt by a row of today that reverses the row of the payment', async () => {
  const today = await dayFromToday(db, 0);
  await db.as('admin', async (me) => {
    const paid = await payments.create(me, {
      agency: 'DL0001',
      amount: 2_000_000,
      date: await dayFromToday(db, -3),
    });
    await payments.cancel(me, paid.id);

    expect(await debtOf(me, 'DL0001')).toBe('5000000');
    expect((await debtLedger(me, 'DL0001')).at(-1)).toEqual({
      seq: '3',
      kind: 'payment_cancel',
      amount: '2000000',
      balance_after: '5000000',
      business_date: today,
      issue_code: null,
      payment_code: paid.code,
    });
    expect(
      await me.query(
        `select original.kind, original.amount::text from finance.debt_transaction as t
       join finance.debt_transaction as original on original.id = t.reverses_id`,
      ),
    ).toEqual([{ kind: 'payment', amount: '-2000000' }]);
  });
});

test('payments cancelled by one statement each get their reversal, with balances that follow', async () => {
  await db.commitAs('accountant', async (me) => {
    for (const [agency, amount] of [
      ['DL0001', 1000],
      ['DL0004', 20],
      ['DL0001', 300],
    ] as const) {
      await payments.create(me, { agency, amount });
    }
  });
  await db.asOwner(async (owner) => {
    await owner.query(
      `update finance.payment set status = 'cancelled', cancelled_at = now(),
        cancelled_by = created_by,
         cancel_reason = 'Thử'`,
    );

    expect((await debtLedger(owner, 'DL0001')).map((row) => row.balance_after)).toEqual([
      '5000000',
      '4999000',
      '4998700',
      '4999700',
      '5000000',
    ]);
    expect(await brokenInvariants(owner)).toEqual({});
  });
});
