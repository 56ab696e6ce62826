import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, debtLedger } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate } from '../../support/life.ts';
import { paymentMaker } from '../../support/payment.ts';
import { refundMaker, type RefundMaker } from '../../support/refund.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let refunds: RefundMaker;

beforeAll(async () => {
  db = await testDatabase();
  const { agencyId } = await slipMaker(db);
  refunds = refundMaker(agencyId);
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
  await db.commitAs('accountant', (me) =>
    paymentMaker(agencyId).create(me, { agency: 'DL0001', amount: 3_000_000 }),
  );
});
afterAll(() => db.close());

test('a refund raises the debt once, on its day, and is an open item due that day', async () => {
  const yesterday = await dayFromToday(db, -1);
  await db.as('accountant', async (me) => {
    await refunds.create(me, { agency: 'DL0001', amount: 1_000_000, date: yesterday });

    expect((await debtLedger(me, 'DL0001')).at(-1)).toMatchObject({
      seq: '2',
      kind: 'refund',
      amount: '1000000',
      balance_after: '-2000000',
      business_date: yesterday,
    });
    expect(
      await me.query(`select o.kind, o.due_date::text, o.amount::text, o.open_amount::text
      from finance.open_item as o`),
    ).toEqual([{ kind: 'refund', due_date: yesterday, amount: '1000000', open_amount: '0' }]);
  });
});

test('the statement of the agency names it by its number', async () => {
  await db.as('accountant', async (me) => {
    const { code, agency_id: agency } = await refunds.create(me, {
      agency: 'DL0001',
      amount: 1_000_000,
    });

    expect(
      await me.query(
        `select s.kind, s.code, s.increase_amount::text as increase
          from report.agency_statement($1) as s
      where s.kind = 'refund'`,
        [agency],
      ),
    ).toEqual([{ kind: 'refund', code, increase: '1000000' }]);
  });
});
