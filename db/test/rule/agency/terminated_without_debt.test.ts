import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { lead, leadRefused, regulate, take } from '../../support/life.ts';
import { paymentMaker } from '../../support/payment.ts';
import { refundMaker } from '../../support/refund.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

test('an agency that owes 2,000,000 ₫ cannot be terminated, and is told so', async () => {
  await db.as('manager', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]] });

    const refusal = await leadRefused(me, 'terminate_agency', slips.agencyId('DL0001'));

    expect(refusal).toMatchObject({
      code: 'SDOWE',
      details: { agency_code: 'DL0001', current_debt: '2000000' },
    });
  });
});

test('once it owes nothing it is terminated, with a reason, and takes no more goods', async () => {
  await db.as('manager', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]] });
    await take(me, 'cancel_issue', slip.id);

    const ended = await lead(me, 'terminate_agency', slips.agencyId('DL0001'), {
      reason: 'Nghỉ bán',
    });

    expect(ended).toMatchObject({ status: 'terminated', status_reason: 'Nghỉ bán' });
    expect((await slips.refused(me, { agency: 'DL0001', lines: [['MI', 1]] })).code).toBe('SDAGN');
  });
});

test('an agency with credit is told that it has it, and is terminated once that is paid out', async () => {
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
  await db.as('admin', async (me) => {
    await paymentMaker(slips.agencyId).create(me, { agency: 'DL0004', amount: 204_000 });

    const refusal = await leadRefused(me, 'terminate_agency', slips.agencyId('DL0004'));
    expect(refusal).toMatchObject({
      code: 'SDCRE',
      details: { agency_code: 'DL0004', credit: '204000' },
    });
    expect(refusal.details).not.toHaveProperty('current_debt');

    await refundMaker(slips.agencyId).create(me, { agency: 'DL0004', amount: 204_000 });
    expect(
      await lead(me, 'terminate_agency', slips.agencyId('DL0004'), { reason: 'Nghỉ bán' }),
    ).toMatchObject({ status: 'terminated' });
  });
});
