import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { openAmounts, paymentMaker, type Payment, type PaymentMaker } from '../support/payment.ts';
import { slipMaker, type Slip } from '../support/slip.ts';

let db: TestDatabase;
let payments: PaymentMaker;
let first: Slip;
let second: Slip;
let paid: Payment;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  await db.commitAs('manager', async (me) => {
    first = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]], paidNow: 200_000 });
    second = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 3]] });
  });
  paid = await db.commitAs('accountant', (me) => payments.create(me, { agency: 'DL0001', amount: 2_000_000 }));
});
afterAll(() => db.close());

test('a slip may be settled to the last đồng it has open', async () => {
  await db.as('accountant', async (me) => {
    await payments.allocate(me, paid.id, [[first.id, 1_800_000]]);

    expect((await openAmounts(me))[first.code]).toBe('0');
  });
});

test('not one đồng more: what was paid on the spot counts too', async () => {
  await db.as('accountant', async (me) => {
    const refusal = await payments.allocateRefused(me, paid.id, [[first.id, 1_800_001]]);

    expect(refusal).toMatchObject({ code: 'SDVAL' });
    expect(refusal.details['fields']).toEqual([{
      path: 'allocations', reason: 'exceeds_open', issue_id: first.id, issue_code: first.code,
      value: '1800001', limit: '1800000',
    }]);
  });
});

test('all slips that have too little open are named at once', async () => {
  await db.as('accountant', async (me) => {
    await payments.create(me, { agency: 'DL0001', amount: 2_800_000 });

    const refusal = await payments.allocateRefused(me, paid.id, [[first.id, 1_800_001], [second.id, 200_005]]);

    expect(refusal.details['fields']).toMatchObject([
      { reason: 'exceeds_open', issue_code: first.code, value: '1800001', limit: '1800000' },
      { reason: 'exceeds_open', issue_code: second.code, value: '200005', limit: '200000' },
    ]);
  });
});

test('nor by editing rows', async () => {
  await db.asOwner(async (owner) => {
    await owner.query('alter table finance.payment_allocation disable trigger allocation_within_payment_when_edited');
    const refusal = await owner.refusal(
      'update finance.payment_allocation set amount = 4000000 where issue_id::text = $1', [second.id]);

    expect(refusal.details['fields']).toMatchObject([{ reason: 'exceeds_open', issue_code: second.code }]);
  });
});

test('a slip that is not confirmed takes nothing', async () => {
  await db.asOwner(async (owner) => {
    await owner.query(
      `insert into inventory.issue (agency_id, issue_date, created_by)
       select agency_id, issue_date, created_by from inventory.issue where id::text = $1`, [first.id]);
    await owner.query('delete from finance.payment_allocation where payment_id::text = $1', [paid.id]);
    const refusal = await owner.refusal(
      `insert into finance.payment_allocation (agency_id, payment_id, issue_id, amount, created_by)
       select p.agency_id, p.id, i.id, 1, p.created_by
       from finance.payment as p join inventory.issue as i on i.status = 'requested' where p.id::text = $1`, [paid.id]);

    expect(refusal.details['fields']).toMatchObject([{ reason: 'exceeds_open', value: '1', limit: '0' }]);
  });
});
