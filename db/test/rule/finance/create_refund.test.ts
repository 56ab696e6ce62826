import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { dayFromToday, debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
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

test('money goes back to an agency that has it with us, with a number of its own series', async () => {
  await db.as('accountant', async (me) => {
    const paid = await refunds.create(me, { agency: 'DL0001', amount: 1_000_000, method: 'bank' });

    expect(paid).toMatchObject({ status: 'confirmed', method: 'bank', amount: '1000000' });
    expect(paid.code).toMatch(/^PC-\d{4}-000001$/);
    expect(await debtOf(me, 'DL0001')).toBe('-2000000');
  });
});

test.each<Person>(['sales', 'agency', 'manager'])(
  '%s may not: it asks finance:write',
  async (person) => {
    await db.as(person, async (me) => {
      expect(await refunds.refused(me, { agency: 'DL0001', amount: 1 })).toMatchObject({
        code: 'SDPRM',
        details: { scope: 'finance:write' },
      });
    });
  },
);

test.each<Person>(['warehouse', 'auditor'])('%s cannot even call it', async (person) => {
  await db.as(person, async (me) => {
    expect((await refunds.refused(me, { agency: 'DL0001', amount: 1 })).code).toBe('42501');
  });
});

describe('what is wrong is told, all at once', () => {
  test('a day to come, no amount, a way of paying that nobody knows', async () => {
    const tomorrow = await dayFromToday(db, 1);
    await db.as('accountant', async (me) => {
      const refusal = await refunds.refused(me, {
        agency: null,
        amount: 0,
        date: tomorrow,
        method: 'gold',
        note: 'x'.repeat(501),
      });

      expect(refusal.code).toBe('SDVAL');
      expect(refusal.details['fields']).toEqual([
        { path: 'agency_id', reason: 'required' },
        { path: 'amount', reason: 'not_positive', value: '0' },
        { path: 'refund_date', reason: 'in_future', value: tomorrow },
        { path: 'method', reason: 'unknown', value: 'gold' },
        { path: 'note', reason: 'too_long', value: '501' },
      ]);
    });
  });
});

test('sent twice with the same key it is one refund; with other content it is refused', async () => {
  await db.as('accountant', async (me) => {
    const wish = { agency: 'DL0001', amount: 1_000_000, clientKey: 'once' };
    const first = await refunds.create(me, wish);

    expect(await refunds.create(me, wish)).toEqual(first);
    expect(await debtOf(me, 'DL0001')).toBe('-2000000');
    expect((await refunds.refused(me, { ...wish, amount: 2 })).code).toBe('SDDUP');
  });
});

test('the books are right after refunds, and a refused one leaves no number', async () => {
  await db.commitAs('accountant', async (me) => {
    await refunds.create(me, {
      agency: 'DL0001',
      amount: 500_000,
      date: await dayFromToday(db, -1),
    });
    await refunds.create(me, { agency: 'DL0001', amount: 2_500_000 });
  });
  await expect(
    db.commitAs('accountant', (me) => refunds.create(me, { agency: 'DL0001', amount: 1 })),
  ).rejects.toMatchObject({ code: 'SDRFX' });

  expect(await brokenInvariants(db)).toEqual({});
});
