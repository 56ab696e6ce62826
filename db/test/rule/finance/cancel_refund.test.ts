import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { regulate } from '../../support/life.ts';
import { paymentMaker } from '../../support/payment.ts';
import { refundMaker, type Refund, type RefundMaker } from '../../support/refund.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let refunds: RefundMaker;
let paid: Refund;

beforeAll(async () => {
  db = await testDatabase();
  const { agencyId } = await slipMaker(db);
  refunds = refundMaker(agencyId);
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
  await db.commitAs('admin', async (me) => {
    await paymentMaker(agencyId).create(me, { agency: 'DL0001', amount: 3_000_000 });
    paid = await refunds.create(me, { agency: 'DL0001', amount: 1_000_000 });
  });
});
afterAll(() => db.close());

test('a manager cancels a refund, and it says who and why', async () => {
  await db.as('manager', async (me) => {
    expect(await refunds.cancel(me, paid.id, ' Khách không nhận ')).toMatchObject({
      code: paid.code,
      status: 'cancelled',
      cancel_reason: 'Khách không nhận',
      cancelled_by: me.userId,
    });
    expect(await debtOf(me, 'DL0001')).toBe('-3000000');
  });
});

test("an accountant cancels an own one of today, but not a colleague's", async () => {
  await db.as('accountant', async (me) => {
    const own = await refunds.create(me, { agency: 'DL0001', amount: 500_000 });

    expect((await refunds.cancel(me, own.id)).status).toBe('cancelled');
    expect(await refunds.cancelRefused(me, paid.id)).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'slip:cancel' },
    });
  });
});

test.each<Person>(['sales', 'agency'])('%s may not', async (person) => {
  await db.as(person, async (me) => {
    expect(await refunds.cancelRefused(me, paid.id)).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'slip:cancel' },
    });
  });
});

test.each<Person>(['warehouse', 'auditor'])('%s cannot even call it', async (person) => {
  await db.as(person, async (me) => {
    expect((await refunds.cancelRefused(me, paid.id)).code).toBe('42501');
  });
});

test('what is missing is told, all at once', async () => {
  await db.as('manager', async (me) => {
    expect((await refunds.cancelRefused(me, null, '  ')).details['fields']).toEqual([
      { path: 'refund_id', reason: 'required' },
      { path: 'reason', reason: 'required' },
    ]);
  });
});

test('sent twice with the same key it is cancelled once', async () => {
  await db.commitAs('manager', async (me) => {
    const first = await refunds.cancel(me, paid.id, 'Chi nhầm', 'once');

    expect(await refunds.cancel(me, paid.id, 'Chi nhầm', 'once')).toEqual(first);
    expect(await debtOf(me, 'DL0001')).toBe('-3000000');
  });
  expect(await brokenInvariants(db)).toEqual({});
});
