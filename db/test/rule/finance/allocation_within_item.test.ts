import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { take } from '../../support/life.ts';
import {
  openAmounts,
  paymentMaker,
  type Payment,
  type PaymentMaker,
} from '../../support/payment.ts';
import { slipMaker, type Slip, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let payments: PaymentMaker;
let slips: SlipMaker;
let first: Slip;
let second: Slip;
let paid: Payment;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  await db.commitAs('manager', async (me) => {
    first = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]], paidNow: 200_000 });
    second = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 3]] });
  });
  paid = await db.commitAs('accountant', (me) =>
    payments.create(me, { agency: 'DL0001', amount: 2_000_000 }),
  );
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
    expect(refusal.details['fields']).toEqual([
      {
        path: 'allocations',
        reason: 'exceeds_open',
        issue_id: first.id,
        issue_code: first.code,
        value: '1800001',
        limit: '1800000',
      },
    ]);
  });
});

test('all slips that have too little open are named at once', async () => {
  await db.as('accountant', async (me) => {
    const told = await payments.create(me, { agency: 'DL0001', amount: 2_800_000 });
    await payments.allocate(me, told.id, [
      [second.id, 2_700_000],
      [first.id, 100_000],
    ]);

    const refusal = await payments.allocateRefused(me, paid.id, [
      [first.id, 1_700_001],
      [second.id, 300_001],
    ]);

    expect(refusal.details['fields']).toMatchObject([
      { reason: 'exceeds_payment', value: '2000002', limit: '2000000' },
      { reason: 'exceeds_open', issue_code: first.code, value: '1700001', limit: '1700000' },
      { reason: 'exceeds_open', issue_code: second.code, value: '300001', limit: '300000' },
    ]);
  });
});

test('automatic money makes room, money told before does not', async () => {
  await db.as('accountant', async (me) => {
    const later = await payments.create(me, { agency: 'DL0001', amount: 500_000 });
    await payments.allocate(me, later.id, [[first.id, 300_000]]);

    const refusal = await payments.allocateRefused(me, paid.id, [[first.id, 1_500_001]]);

    expect(refusal.details['fields']).toMatchObject([
      { reason: 'exceeds_open', value: '1500001', limit: '1500000' },
    ]);
  });
});

test.each(['automatic_amount', 'assigned_amount'])('nor by editing rows: %s', async (column) => {
  await db.asOwner(async (owner) => {
    const refusal = await owner.refusal(
      `update finance.open_item set ${column} = ${column} + amount`,
    );

    expect(refusal).toMatchObject({
      code: '23514',
      message: expect.stringContaining('open_item_is_settled_at_most_to_its_amount'),
    });
  });
});

test('a slip that is not confirmed is no open item and takes nothing', async () => {
  await db.asOwner((owner) =>
    owner.query(
      `insert into inventory.issue (agency_id, issue_date, created_by)
     select agency_id, issue_date, created_by from inventory.issue where id::text = $1`,
      [first.id],
    ),
  );
  const cancelled = await db.commitAs('manager', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]] });
    await take(me, 'cancel_issue', slip.id);
    return slip;
  });
  await db.as('accountant', async (me) => {
    const refusal = await payments.allocateRefused(me, paid.id, [[cancelled.id, 1]]);

    expect(refusal.details['fields']).toMatchObject([
      { path: 'allocations.0.issue_id', reason: 'unknown' },
    ]);
  });
});
