import { afterAll, beforeAll, expect, test } from 'vitest';
import { brokenInvariants } from '../support/invariants.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { paymentMaker, type PaymentMaker } from '../support/payment.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';
import { returnMaker, type ReturnMaker } from '../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let payments: PaymentMaker;
let returns: ReturnMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  returns = await returnMaker(db);
});
afterAll(() => db.close());

const settled = (id: string) => db.query<{ amount: string }>(
  'select amount::text from finance.payment_allocation where issue_id::text = $1 order by created_at, amount', [id]);

test('goods of a paid slip come back: its payment settles what was kept, the rest is free', async () => {
  const paid = await db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0001', lines: [['TRON', 3]] }));
  await db.commitAs('accountant', (me) => payments.create(me, { agency: 'DL0001', amount: 3_000_000 }));
  await db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]] }));
  expect(await settled(paid.id)).toEqual([{ amount: '3000000' }]);

  await db.commitAs('manager', (me) => returns.create(me, { slip: paid.id, lines: [['TRON', 1]] }));

  expect(await settled(paid.id)).toEqual([{ amount: '2000000' }]);
  expect(await brokenInvariants(db)).toEqual({});
});

test('what was paid on the spot gives way last', async () => {
  const slip = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0004', lines: [['TRON', 3]], paidNow: 1_000_000 }));
  await db.commitAs('accountant', (me) => payments.create(me, { agency: 'DL0004', amount: 2_000_000 }));
  await db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0004', lines: [['TRON', 5]] }));

  await db.commitAs('manager', (me) => returns.create(me, { slip: slip.id, lines: [['TRON', 2]] }));

  expect(await settled(slip.id)).toEqual([{ amount: '1000000' }]);
  expect(await brokenInvariants(db)).toEqual({});
});
