import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, debtLedger, debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { paymentMaker, type PaymentMaker } from '../../support/payment.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let payments: PaymentMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  await db.commitAs('manager', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 8]], paidNow: 1_000_000 });
    await slips.create(me, { agency: 'DL0004', lines: [['TRON', 2]] });
  });
});
afterAll(() => db.close());

test('a payment lowers the debt and is one row of the ledger, dated when it was paid', async () => {
  const yesterday = await dayFromToday(db, -1);
  await db.as('accountant', async (me) => {
    const paid = await payments.create(me, {
      agency: 'DL0001',
      amount: 2_500_000,
      date: yesterday,
    });

    expect(await debtOf(me, 'DL0001')).toBe('4500000');
    expect((await debtLedger(me, 'DL0001')).at(-1)).toEqual({
      seq: '3',
      kind: 'payment',
      amount: '-2500000',
      balance_after: '4500000',
      business_date: yesterday,
      issue_code: null,
      payment_code: paid.code,
    });
  });
});

test('what is paid on the spot is not counted a second time', async () => {
  await db.as('admin', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]], paidNow: 400_000 });

    expect((await debtLedger(me, 'DL0001')).map((row) => row.kind)).toEqual([
      'issue',
      'paid_now',
      'issue',
      'paid_now',
    ]);
    expect(await debtOf(me, 'DL0001')).toBe('7600000');
  });
});

test('payments of one statement each get their row, with balances that follow', async () => {
  await db.asOwner(async (owner) => {
    await owner.query(
      `insert into finance.payment (code, agency_id, amount, payment_date, created_by)
       select config.next_document_code('PT', config.business_date()), a.id, w.amount,
         config.business_date(), u.id
       from (values ('DL0001', 1000000), ('DL0004', 500000), ('DL0001', 2000000)) as w (code,
         amount)
       join agency.agency as a on a.code = w.code
       join auth."user" as u on u.email = 'accountant@sodaily.test'`,
    );

    expect(await debtOf(owner, 'DL0001')).toBe('4000000');
    expect(await debtOf(owner, 'DL0004')).toBe('1500000');
    const { command_made_its_document: _, ...broken } = await brokenInvariants(owner);
    expect(broken).toEqual({});
  });
});
