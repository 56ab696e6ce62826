// Cash that people take with slips, by the worked example R25: right values were worked out by
// hand.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { debtOf } from '../support/books.ts';
import { cashInHand, handOver, paidWith } from '../support/cash.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { take, takeRefused } from '../support/life.ts';
import { exampleBooks } from '../support/open_items.ts';
import { paymentMaker } from '../support/payment.ts';
import { refundMaker } from '../support/refund.ts';
import { slipMaker, type Slip, type SlipMaker } from '../support/slip.ts';
import { returnMaker } from '../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  await exampleBooks(db);
  slips = await slipMaker(db);
});
afterAll(() => db.close());

/** Sales sells 300,000 for cash. */
const sell = (agency: string, paidNow = 300_000): Promise<Slip> =>
  db.commitAs('sales', (me) => slips.create(me, { agency, lines: [['NGAN', 300]], paidNow }));
const board = () => db.as('accountant', cashInHand);
const handInCashOf = (slip: Slip) =>
  db.commitAs('accountant', async (me) => handOver(me, [(await paidWith(me, slip.id)).id]));
const cancel = (slip: Slip) => db.commitAs('manager', (me) => take(me, 'cancel_issue', slip.id));
const free = async (agency: string) =>
  (
    await db.query<{ free: string }>(
      `select coalesce(sum(c.free_amount), 0)::text as free from finance.credit_item as c
   join agency.agency as a on a.id = c.agency_id where a.code = $1`,
      [agency],
    )
  )[0]?.free;

describe('R25: a slip of 300,000 paid to sales is cancelled', () => {
  test('after the cash was handed over: credit of 300,000, which is refunded', async () => {
    const slip = await sell('DL0001');
    expect(await board()).toMatchObject([
      { name: 'Nguyễn Văn Bán', amount: '300000', payments: '1' },
    ]);
    await handInCashOf(slip);
    expect([await board(), await debtOf(db, 'DL0001')]).toEqual([[], '0']);

    await cancel(slip);

    expect([await debtOf(db, 'DL0001'), await free('DL0001'), await board()]).toEqual([
      '-300000',
      '300000',
      [],
    ]);
    expect(await paidWith(db, slip.id)).toMatchObject({ status: 'confirmed' });
    await db.commitAs('accountant', (me) =>
      refundMaker(slips.agencyId).create(me, { agency: 'DL0001', amount: 300_000 }),
    );
    expect([await debtOf(db, 'DL0001'), await free('DL0001')]).toEqual(['0', '0']);
  });

  test('before that: the payment is cancelled with it, nothing is in hand and nothing is owed', async () => {
    const slip = await sell('DL0002');

    await cancel(slip);

    expect([await debtOf(db, 'DL0002'), await free('DL0002'), await board()]).toEqual([
      '0',
      '0',
      [],
    ]);
    expect(await paidWith(db, slip.id)).toMatchObject({ status: 'cancelled' });
  });
});

test('the money left settles the next slip first', async () => {
  const slip = await sell('DL0001');
  await handInCashOf(slip);
  await cancel(slip);

  await sell('DL0001', 0);

  expect([await debtOf(db, 'DL0001'), await free('DL0001')]).toEqual(['0', '0']);
});

test('what was paid later stands in the way of cancelling; all goods come back instead, and all is credit', async () => {
  const slip = await sell('DL0002', 100_000);
  await handInCashOf(slip);
  await db.commitAs('accountant', (me) =>
    paymentMaker(slips.agencyId).create(me, { agency: 'DL0002', amount: 150_000 }),
  );

  // its own 100,000 does not count: 50,000 − 300,000 + 100,000
  expect(await db.as('manager', (me) => takeRefused(me, 'cancel_issue', slip.id))).toMatchObject({
    code: 'SDPAY',
    details: { current_debt: '50000', would_be: '-150000', excess: '150000' },
  });

  const returns = await returnMaker(db);
  await db.commitAs('manager', (me) =>
    returns.create(me, { slip: slip.id, lines: [['NGAN', 300]] }),
  );
  expect([await debtOf(db, 'DL0002'), await free('DL0002')]).toEqual(['-250000', '250000']);
  await db.commitAs('accountant', (me) =>
    refundMaker(slips.agencyId).create(me, { agency: 'DL0002', amount: 250_000 }),
  );
  expect([await debtOf(db, 'DL0002'), await free('DL0002')]).toEqual(['0', '0']);
});

test('the books of all examples hold', async () => {
  expect(await brokenInvariants(db)).toEqual({});
  await db.query('select report.fold_deltas()');
  expect(await brokenInvariants(db)).toEqual({});
});
