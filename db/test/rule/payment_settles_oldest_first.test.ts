import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromToday } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { allocationsOf, openAmounts, paymentMaker, regulate, type PaymentMaker } from '../support/payment.ts';
import { slipMaker, type Slip, type SlipMaker } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let payments: PaymentMaker;
/** Of today, of three days ago, of two days ago: written in this order. */
let today: Slip;
let oldest: Slip;
let older: Slip;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  await db.commitAs('manager', async (me) => {
    const make = async (days: number, trons: number, agency = 'DL0001') => slips.create(me, {
      agency, lines: [['TRON', trons]], date: await dayFromToday(db, days),
    });
    today = await make(0, 3);
    oldest = await make(-3, 1);
    older = await make(-2, 2);
    await make(-9, 1, 'DL0004');
  });
});
afterAll(() => db.close());

test('a payment settles the oldest slips first, by their dates', async () => {
  await db.as('accountant', async (me) => {
    const { code } = await payments.create(me, { agency: 'DL0001', amount: 2_500_000 });

    expect(await allocationsOf(me)).toEqual([
      [code, oldest.code, '1000000'], [code, older.code, '1500000'],
    ]);
    expect(await openAmounts(me)).toMatchObject({
      [oldest.code]: '0', [older.code]: '500000', [today.code]: '3000000',
    });
  });
});

test('the next payment goes on where the last one stopped', async () => {
  await db.as('accountant', async (me) => {
    await payments.create(me, { agency: 'DL0001', amount: 2_500_000 });
    const { code } = await payments.create(me, { agency: 'DL0001', amount: 3_500_000 });

    expect((await allocationsOf(me)).filter(([payment]) => payment === code)).toEqual([
      [code, older.code, '500000'], [code, today.code, '3000000'],
    ]);
  });
});

test('an opening debt is older than any slip: payments meet it first', async () => {
  await db.commitOwner((owner) => owner.query(
    `with opened as (
       update agency.agency set debt_amount = 700000, debt_seq = 1 where code = 'DL0002' and debt_seq = 0 returning id, created_by)
     insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after, business_date)
     select id, 1, 'opening', 700000, 700000, date '2024-01-31' from opened`));
  const slip = await db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0002', lines: [['TRON', 1]] }));
  await db.as('accountant', async (me) => {
    const first = await payments.create(me, { agency: 'DL0002', amount: 600_000 });
    const second = await payments.create(me, { agency: 'DL0002', amount: 600_000 });
    const third = await payments.create(me, { agency: 'DL0002', amount: 500_000 });

    expect((await allocationsOf(me)).filter(([payment]) => [first, second, third].some(({ code }) => code === payment))).toEqual([
      [second.code, slip.code, '500000'], [third.code, slip.code, '500000'],
    ]);
    expect((await openAmounts(me))[slip.code]).toBe('0');
  });
});

test('slips of one day are settled in the order they were written', async () => {
  await db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0002', lines: [['TRON', 1]] }));
  const second = await db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0002', lines: [['TRON', 1]] }));
  await db.as('accountant', async (me) => {
    await payments.create(me, { agency: 'DL0002', amount: 1_000_000 });

    expect((await openAmounts(me))[second.code]).toBe('1000000');
  });
});

test('what is paid on the spot settles its own slip, though older ones are open', async () => {
  await db.as('manager', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]], paidNow: 700_000 });

    expect((await allocationsOf(me)).map(([, ...settled]) => settled)).toEqual([[slip.code, '700000']]);
    expect((await openAmounts(me))[slip.code]).toBe('1300000');
  });
});

test('an advance stays free, and what is left over settles nothing', async () => {
  await db.asOwner(async (owner) => {
    await regulate(owner, 'PAYMENT_NOT_OVER_DEBT', 'false');
    await owner.query(
      `insert into finance.payment (code, agency_id, amount, payment_date, created_by)
       select config.next_document_code('PT', config.business_date()), a.id, 9000000, config.business_date(), u.id
       from agency.agency as a cross join auth."user" as u
       where a.code = 'DL0001' and u.email = 'accountant@sodaily.test'`);

    expect((await allocationsOf(owner)).map(([, , amount]) => amount)).toEqual(['1000000', '2000000', '3000000']);
  });
});

test('payments of one statement share the slips out, none twice', async () => {
  await db.asOwner(async (owner) => {
    await owner.query(
      `insert into finance.payment (code, agency_id, amount, payment_date, created_by)
       select config.next_document_code('PT', config.business_date()), a.id, 2000000, config.business_date(), u.id
       from generate_series(1, 3) cross join agency.agency as a cross join auth."user" as u
       where a.code = 'DL0001' and u.email = 'accountant@sodaily.test'`);

    expect((await allocationsOf(owner)).map(([, slip, amount]) => [slip, amount])).toEqual([
      [oldest.code, '1000000'], [older.code, '1000000'], [older.code, '1000000'], [today.code, '1000000'],
      [today.code, '2000000'],
    ]);
  });
});

describe('what a slip has open', () => {
  test('is nothing while it is a request', async () => {
    await db.commitOwner((owner) => owner.query(
      `insert into inventory.issue (agency_id, issue_date, created_by)
       select a.id, config.business_date(), u.id from agency.agency as a cross join auth."user" as u
       where a.code = 'DL0002' and u.email = 'manager@sodaily.test'`));
    await db.as('accountant', async (me) => {
      expect(await me.query(
        `select inventory.issue_open_amount(i)::text as open from inventory.issue as i where status = 'requested'`))
        .toEqual([{ open: '0' }]);
    });
    await db.commitOwner((owner) => owner.query(
      `alter table inventory.issue disable trigger issue_is_never_deleted;
       delete from inventory.issue where status = 'requested';
       alter table inventory.issue enable trigger issue_is_never_deleted`));
  });

  test('is not told to those who may not read money', async () => {
    await db.commitOwner((owner) => owner.query(
      `delete from auth.role_permission where permission_code = 'finance:read'
       and role_id = (select id from auth.role where code = 'sales')`));
    await db.as('sales', async (me) => {
      const rows = await me.query('select inventory.issue_open_amount(i) as open from inventory.issue as i');

      expect(rows.length).toBeGreaterThan(2);
      expect(rows.every((row) => row['open'] === null)).toBe(true);
    });
  });

  test('is read by a dealer of their own slips only', async () => {
    await db.as('agency', async (me) => {
      expect(Object.keys(await openAmounts(me)).toSorted())
        .toEqual([today.code, oldest.code, older.code].toSorted());
    });
  });
});

test('the books are right after that', async () => {
  await db.commitAs('accountant', async (me) => {
    for (const amount of [1, 999_999, 1_500_000]) await payments.create(me, { agency: 'DL0001', amount });
  });

  expect(await brokenInvariants(db)).toEqual({});
});
