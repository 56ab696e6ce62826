import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate } from '../../support/life.ts';
import { paymentMaker } from '../../support/payment.ts';
import { refundMaker, type RefundMaker } from '../../support/refund.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let refunds: RefundMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  refunds = refundMaker(slips.agencyId);
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
  await db.commitAs('admin', async (me) => {
    await slips.create(me, { agency: 'DL0004', lines: [['TRON', 1]] });
    await paymentMaker(slips.agencyId).create(me, { agency: 'DL0001', amount: 1_020_000 });
  });
});
afterAll(() => db.close());

test('one đồng more than the credit is refused, with the figures', async () => {
  await db.as('accountant', async (me) => {
    expect(await refunds.refused(me, { agency: 'DL0001', amount: 1_020_001 })).toMatchObject({
      code: 'SDRFX',
      details: { agency_code: 'DL0001', credit: '1020000', amount: '1020001', excess: '1' },
    });
    expect((await refunds.create(me, { agency: 'DL0001', amount: 1_020_000 })).status).toBe(
      'confirmed',
    );
    expect(await refunds.refused(me, { agency: 'DL0001', amount: 1 })).toMatchObject({
      code: 'SDRFX',
      details: { credit: '0', excess: '1' },
    });
  });
});

test('who owes has no credit', async () => {
  await db.as('admin', async (me) => {
    expect(await refunds.refused(me, { agency: 'DL0004', amount: 1 })).toMatchObject({
      code: 'SDRFX',
      details: { credit: '0', amount: '1', excess: '1' },
    });
  });
});

test('refunds of one statement are judged together', async () => {
  await db.asOwner(async (owner) => {
    expect(
      await owner.refusal(
        `insert into finance.refund (code, agency_id, amount, refund_date, created_by)
       select config.next_document_code('PC', config.business_date()), a.id, 600000,
         config.business_date(), u.id
       from generate_series(1, 2), agency.agency as a, auth."user" as u
       where a.code = 'DL0001' and u.email = 'accountant@sodaily.test'`,
      ),
    ).toMatchObject({
      code: 'SDRFX',
      details: { credit: '1020000', amount: '1200000', excess: '180000' },
    });
  });
});
