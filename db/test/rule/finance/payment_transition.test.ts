import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Hand } from '../../support/actor.ts';
import { debtLedger } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { paymentMaker, type PaymentMaker } from '../../support/payment.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let payments: PaymentMaker;
let onTheSpot: { id: string; code: string };
let slip: { id: string; code: string };

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  slip = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]], paidNow: 1_000_000 }),
  );
  const [paid] = await db.query<{ id: string; code: string }>(
    'select id::text, code from finance.payment',
  );
  onTheSpot = paid ?? { id: '', code: '' };
});
afterAll(() => db.close());

test('a payment is born confirmed, not cancelled', async () => {
  await db.asOwner(async (owner) => {
    const refusal = await owner.refusal(
      `insert into finance.payment (code, agency_id, status, amount, payment_date, created_by,
         cancelled_at, cancelled_by, cancel_reason)
       select 'PT-2000-000001', agency_id, 'cancelled', 1, payment_date, created_by, now(),
         created_by, 'x'
       from finance.payment`,
    );

    expect(refusal).toMatchObject({ code: 'SDTRN', details: { from: 'new', to: 'cancelled' } });
  });
});

test('a cancelled payment is not cancelled again, nor revived', async () => {
  await db.as('admin', async (me) => {
    const paid = await payments.create(me, { agency: 'DL0001', amount: 1 });
    await payments.cancel(me, paid.id);

    expect(await payments.cancelRefused(me, paid.id)).toMatchObject({
      code: 'SDTRN',
      details: {
        payment_id: paid.id,
        payment_code: paid.code,
        from: 'cancelled',
        to: 'cancelled',
      },
    });
    expect(await debtLedger(me, 'DL0001')).toHaveLength(4);
  });
  await db.asOwner(async (owner) => {
    await cancelSlip(owner);
    await cancelPayment(owner);

    const refusal = await owner.refusal(`update finance.payment set status = 'confirmed'`);

    expect(refusal).toMatchObject({
      code: 'SDTRN',
      details: { from: 'cancelled', to: 'confirmed' },
    });
  });
});

/** What cancelling a slip will do to the slip itself. */
async function cancelSlip(owner: Hand): Promise<void> {
  await owner.query('alter table inventory.issue disable trigger user');
  await owner.query(
    `update inventory.issue set status = 'cancelled', reason = 'Khách đổi ý', cancelled_at = now(),
       cancelled_by = created_by where id::text = $1`,
    [slip.id],
  );
  await owner.query('alter table inventory.issue enable trigger user');
}

const cancelPayment = (owner: Hand) =>
  owner.query(
    `update finance.payment set status = 'cancelled', cancelled_at = now(),
      cancelled_by = created_by,
     cancel_reason = 'Hủy phiếu xuất'`,
  );

test('what was paid on the spot is not cancelled by itself: it says with which slip', async () => {
  await db.as('manager', async (me) => {
    expect(await payments.cancelRefused(me, onTheSpot.id)).toMatchObject({
      code: 'SDTRN',
      details: {
        payment_code: onTheSpot.code,
        from: 'confirmed',
        to: 'cancelled',
        reason: 'paid_with_its_slip',
        issue_id: slip.id,
        issue_code: slip.code,
      },
    });
  });
});

test('but goes with its slip, and its ledger row is reversed', async () => {
  await db.asOwner(async (owner) => {
    await cancelSlip(owner);
    await cancelPayment(owner);

    expect((await debtLedger(owner, 'DL0001')).at(-1)).toMatchObject({
      kind: 'payment_cancel',
      amount: '1000000',
      balance_after: '5000000',
      issue_code: slip.code,
      payment_code: onTheSpot.code,
    });
  });
});

test('once handed over it stays when its slip goes: it is refunded, not cancelled', async () => {
  await db.asOwner(async (owner) => {
    await owner.query(
      `update finance.payment set handed_over_at = now(), handed_over_by = created_by
        where issue_id is not null`,
    );
    await cancelSlip(owner);

    expect(await owner.refusalOf(() => cancelPayment(owner))).toMatchObject({
      code: 'SDTRN',
      details: {
        payment_code: onTheSpot.code,
        from: 'confirmed',
        to: 'cancelled',
        reason: 'handed_over',
        issue_code: slip.code,
      },
    });
  });
});
