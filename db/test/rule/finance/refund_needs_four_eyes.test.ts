import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate } from '../../support/life.ts';
import { paymentMaker, type PaymentMaker } from '../../support/payment.ts';
import { refundMaker, type RefundMaker } from '../../support/refund.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { returnMaker, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let payments: PaymentMaker;
let refunds: RefundMaker;
let returns: ReturnMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  returns = await returnMaker(db);
  payments = paymentMaker(slips.agencyId);
  refunds = refundMaker(slips.agencyId);
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
  await regulate(db, 'FOUR_EYES', 'true');
});
afterAll(() => db.close());

/** A paid slip of two, of which the manager asks for one back, and the admin confirms it. */
async function creditByReturn(agency: string): Promise<void> {
  const slip = await db.commitAs('manager', (me) =>
    slips.create(me, { agency, lines: [['TRON', 2]] }),
  );
  await db.commitAs('accountant', (me) => payments.create(me, { agency, amount: 2_000_000 }));
  const asked = await db.commitAs('manager', (me) =>
    returns.request(me, { slip: slip.id, lines: [['TRON', 1]] }),
  );
  await db.commitAs('admin', (me) => returns.confirm(me, asked.id));
}

test('with two pairs of eyes who took the goods back does not pay for them, a colleague does', async () => {
  await creditByReturn('DL0001');

  await db.as('admin', async (me) => {
    expect(await refunds.refused(me, { agency: 'DL0001', amount: 1_000_000 })).toMatchObject({
      code: 'SDFOR',
      details: { created_by: me.userId },
    });
  });
  await db.as('accountant', async (me) => {
    expect((await refunds.create(me, { agency: 'DL0001', amount: 1_000_000 })).status).toBe(
      'confirmed',
    );
  });
});

test('a return that was settled long ago does not count', async () => {
  await creditByReturn('DL0004');
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0004', lines: [['TRON', 1]] }),
  );
  await db.commitAs('accountant', (me) => payments.create(me, { agency: 'DL0004', amount: 100 }));

  await db.as('admin', async (me) => {
    expect((await refunds.create(me, { agency: 'DL0004', amount: 100 })).status).toBe('confirmed');
  });
});

test('nobody cancels the refund that they recorded, somebody else does', async () => {
  await db.commitAs('accountant', (me) => payments.create(me, { agency: 'DL0002', amount: 100 }));
  const paid = await db.commitAs('admin', (me) =>
    refunds.create(me, { agency: 'DL0002', amount: 100 }),
  );

  await db.as('admin', async (me) => {
    expect((await refunds.cancelRefused(me, paid.id)).code).toBe('SDFOR');
  });
  await db.as('manager', async (me) => {
    expect((await refunds.cancel(me, paid.id)).status).toBe('cancelled');
  });
});

test('finance:write does not cancel an own one then', async () => {
  await db.as('accountant', async (me) => {
    await payments.create(me, { agency: 'DL0003', amount: 100 });
    const paid = await refunds.create(me, { agency: 'DL0003', amount: 100 });

    expect(await refunds.cancelRefused(me, paid.id)).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'slip:cancel' },
    });
  });
});
