import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { adjustmentMaker, type AdjustmentMaker } from '../support/adjustment.ts';
import { debtOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { regulate, take } from '../support/life.ts';
import { addAgency } from '../support/master.ts';
import { paymentMaker, type PaymentMaker } from '../support/payment.ts';
import { atOnce, refusedCodes } from '../support/race.ts';
import { slipMaker, type Slip, type SlipMaker } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let payments: PaymentMaker;
let adjustments: AdjustmentMaker;
const rounds = [1, 2, 3, 4];
const agencyOf = (round: number): string => `DL320${round}`;

beforeAll(async () => {
  db = await testDatabase();
  for (const round of rounds) await addAgency(db, { code: agencyOf(round) });
  slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  adjustments = adjustmentMaker(slips.agencyId);
  await db.query('update agency.agency_type set debt_limit = 900000000000');
});
afterAll(() => db.close());

const sell = (round: number): Promise<Slip> =>
  db.commitAs('manager', (me) =>
    slips.create(me, { agency: agencyOf(round), lines: [['TRON', 2]] }),
  );
const lower = (person: 'accountant' | 'admin', round: number, slip: Slip, amount: number) => ({
  person,
  act: (me: Actor) =>
    adjustments.create(me, { agency: agencyOf(round), direction: 'down', amount, slip: slip.id }),
});

test.each(rounds)(
  'two lower one slip by more than half of it: one is told what is left of it (%i)',
  async (round) => {
    const slip = await sell(round);
    const total = Number(slip.total_amount);
    const part = Math.ceil(total * 0.6);

    const outcomes = await atOnce(db, [
      lower('accountant', round, slip, part),
      lower('admin', round, slip, part),
    ]);

    expect(refusedCodes(outcomes)).toEqual(['SDVAL']);
    expect(await debtOf(db, agencyOf(round))).toBe(String(total - part));
  },
);

test.each(rounds)(
  'a slip is lowered while it is cancelled: one of both is done (%i)',
  async (round) => {
    const slip = await sell(round);

    const outcomes = await atOnce<unknown>(db, [
      lower('accountant', round, slip, 1000),
      { person: 'manager', act: (me) => take(me, 'cancel_issue', slip.id) },
    ]);

    expect(refusedCodes(outcomes)).toHaveLength(1);
    expect(['SDADJ', 'SDVAL']).toContain(refusedCodes(outcomes)[0]);
  },
);

test.each(rounds)(
  'a debt is put right while it is paid and sold upon: the books hold (%i)',
  async (round) => {
    const slip = await sell(round);

    await atOnce<unknown>(db, [
      lower('accountant', round, slip, 3000),
      {
        person: 'admin',
        act: (me) => payments.create(me, { agency: agencyOf(round), amount: 20_000 }),
      },
      {
        person: 'manager',
        act: (me) => slips.create(me, { agency: agencyOf(round), lines: [['TRON', 1]] }),
      },
    ]);

    expect(await brokenInvariants(db)).toEqual({});
  },
);

describe('while FOUR_EYES is on', () => {
  beforeAll(() => regulate(db, 'FOUR_EYES', 'true'));

  test.each(rounds)('two confirm one adjustment: the debt moves once (%i)', async (round) => {
    const before = Number(await debtOf(db, agencyOf(round)));
    const asked = await db.commitAs('accountant', (me) =>
      adjustments.create(me, { agency: agencyOf(round), direction: 'up', amount: 7000 }),
    );
    const confirm = (person: 'manager' | 'admin') => ({
      person,
      act: (me: Actor) => adjustments.confirm(me, asked.id),
    });

    expect(refusedCodes(await atOnce(db, [confirm('manager'), confirm('admin')]))).toEqual([
      'SDTRN',
    ]);
    expect(await debtOf(db, agencyOf(round))).toBe(String(before + 7000));
  });
});
