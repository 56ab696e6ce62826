import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, debtLedger } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { regulate } from '../../support/life.ts';
import { paymentMaker } from '../../support/payment.ts';
import { refundMaker } from '../../support/refund.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
});
afterAll(() => db.close());

test('a cancelled refund lowers the debt again, today, and is open no more', async () => {
  const { agencyId } = await slipMaker(db);
  const refunds = refundMaker(agencyId);
  const [yesterday, today] = [await dayFromToday(db, -1), await dayFromToday(db, 0)];
  await db.commitAs('admin', async (me) => {
    await paymentMaker(agencyId).create(me, { agency: 'DL0001', amount: 3_000_000 });
    const paid = await refunds.create(me, { agency: 'DL0001', amount: 1_000_000, date: yesterday });
    await refunds.cancel(me, paid.id);

    expect((await debtLedger(me, 'DL0001')).slice(1)).toMatchObject([
      { kind: 'refund', amount: '1000000', business_date: yesterday },
      {
        kind: 'refund_cancel',
        amount: '-1000000',
        balance_after: '-3000000',
        business_date: today,
      },
    ]);
    expect(
      await me.query(`select o.amount::text, c.free_amount::text
      from finance.open_item as o, finance.credit_item as c`),
    ).toEqual([{ amount: '0', free_amount: '3000000' }]);
  });
  expect(await brokenInvariants(db)).toEqual({});
});
