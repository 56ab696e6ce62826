import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { debtOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { regulate } from '../support/life.ts';
import { addAgency } from '../support/master.ts';
import { paymentMaker, type PaymentMaker } from '../support/payment.ts';
import { atOnce, refusedCodes } from '../support/race.ts';
import { refundMaker, type RefundMaker } from '../support/refund.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let payments: PaymentMaker;
let refunds: RefundMaker;
const rounds = [1, 2, 3, 4];
const agencyOf = (round: number): string => `DL310${round}`;

beforeAll(async () => {
  db = await testDatabase();
  for (const round of rounds) await addAgency(db, { code: agencyOf(round) });
  slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  refunds = refundMaker(slips.agencyId);
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
  await db.commitAs('accountant', async (me) => {
    for (const round of rounds)
      await payments.create(me, { agency: agencyOf(round), amount: 3_000_000 });
  });
});
afterAll(() => db.close());

test.each(rounds)(
  'two refund two of three million: one is told what credit is left (%i)',
  async (round) => {
    const refund = (person: 'accountant' | 'admin') => ({
      person,
      act: (me: Actor) => refunds.create(me, { agency: agencyOf(round), amount: 2_000_000 }),
    });

    const outcomes = await atOnce(db, [refund('accountant'), refund('admin')]);

    expect(refusedCodes(outcomes)).toEqual(['SDRFX']);
    expect(outcomes).toContainEqual({
      code: 'SDRFX',
      details: expect.objectContaining({
        credit: '1000000',
        excess: '1000000',
      }),
    });
    expect(await debtOf(db, agencyOf(round))).toBe('-1000000');
  },
);

test.each(rounds)('two cancel the same refund: the debt falls once (%i)', async (round) => {
  const paid = await db.commitAs('accountant', (me) =>
    refunds.create(me, { agency: agencyOf(round), amount: 500_000 }),
  );
  const cancel = (person: 'manager' | 'admin') => ({
    person,
    act: (me: Actor) => refunds.cancel(me, paid.id),
  });

  expect(refusedCodes(await atOnce(db, [cancel('manager'), cancel('admin')]))).toEqual(['SDTRN']);
  expect(await debtOf(db, agencyOf(round))).toBe('-1000000');
});

test.each(rounds)(
  'one takes goods for the credit while the other pays it out: the books hold (%i)',
  async (round) => {
    await atOnce<unknown>(db, [
      {
        person: 'accountant',
        act: (me) => refunds.create(me, { agency: agencyOf(round), amount: 1_000_000 }),
      },
      {
        person: 'manager',
        act: (me) => slips.create(me, { agency: agencyOf(round), lines: [['TRON', 1]] }),
      },
    ]);

    expect(await brokenInvariants(db)).toEqual({});
  },
);
