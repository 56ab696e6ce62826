import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { paymentMaker } from '../../support/payment.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  const payments = paymentMaker(slips.agencyId);
  await db.commitAs('admin', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]], paidNow: 1_000_000 });
    await payments.create(me, { agency: 'DL0001', amount: 500_000 });
    const wrong = await payments.create(me, { agency: 'DL0001', amount: 700_000 });
    await payments.cancel(me, wrong.id);
  });
});
afterAll(() => db.close());

describe.each(['confirmed', 'cancelled'])('a %s payment', (status) => {
  test.each([
    'amount = amount + 1',
    'payment_date = payment_date - 1',
    "method = 'other'",
    "reference = 'x'",
    "note = 'x'",
    "code = 'PT-2000-000009'",
    "created_at = now() + interval '1 day'",
    "agency_id = (select id from agency.agency where code = 'DL0002')",
    'created_by = (select id from auth."user" where email = \'sales@sodaily.test\')',
  ])('keeps what it says: %s is refused', async (edit) => {
    await db.asOwner(async (owner) => {
      const refusal = await owner.refusal(`update finance.payment set ${edit} where status = $1`, [
        status,
      ]);

      expect(refusal).toMatchObject({
        code: 'SDHIS',
        details: { table: 'finance.payment', verb: 'UPDATE', payment_id: expect.any(String) },
      });
    });
  });
});

test.each([
  "cancel_reason = 'khác'",
  "cancelled_at = now() + interval '1 day'",
  'cancelled_by = (select id from auth."user" where email = \'sales@sodaily.test\')',
  'handed_over_at = now(), handed_over_by = created_by',
])('a cancelled payment keeps its cancellation: %s is refused', async (edit) => {
  await db.asOwner(async (owner) => {
    const refusal = await owner.refusal(
      `update finance.payment set ${edit} where status = 'cancelled'`,
    );

    expect(refusal.code).toBe('SDHIS');
  });
});

test.each([
  'delete from finance.payment',
  'delete from finance.payment where false',
  'truncate finance.payment cascade',
])('no payment is deleted: %s', async (statement) => {
  await db.asOwner(async (owner) => {
    expect((await owner.refusal(statement)).code).toBe('SDHIS');
  });
});

test('functions of the business are not even granted to edit, only to cancel', async () => {
  await db.asOwner(async (owner) => {
    await owner.query('set local role sodaily_definer');

    expect((await owner.refusal('update finance.payment set amount = 1')).code).toBe('42501');
    expect((await owner.refusal('delete from finance.payment')).code).toBe('42501');
  });
});
