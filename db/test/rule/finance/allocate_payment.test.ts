import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import {
  allocationsOf,
  openAmounts,
  paymentMaker,
  type Payment,
  type PaymentMaker,
} from '../../support/payment.ts';
import { slipMaker, unknownKey, type Slip } from '../../support/slip.ts';

let db: TestDatabase;
let payments: PaymentMaker;
let first: Slip;
let second: Slip;
let foreign: Slip;
let paid: Payment;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  await db.commitAs('manager', async (me) => {
    first = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]] });
    second = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 3]] });
    foreign = await slips.create(me, { agency: 'DL0004', lines: [['TRON', 1]], paidNow: 1000 });
  });
  paid = await db.commitAs('accountant', (me) =>
    payments.create(me, { agency: 'DL0001', amount: 1_500_000 }),
  );
});
afterAll(() => db.close());

const settledBy = async (me: Parameters<typeof allocationsOf>[0]) =>
  (await allocationsOf(me))
    .filter(([code]) => code === paid.code)
    .map(([, slip, amount]) => [slip, amount]);

test('an accountant tells which slips a payment settles, in place of the oldest', async () => {
  await db.as('accountant', async (me) => {
    expect(await settledBy(me)).toEqual([[first.code, '1500000']]);

    expect(
      await payments.allocate(me, paid.id, [
        [second.id, 1_000_000],
        [first.id, 100_000],
      ]),
    ).toEqual(paid);

    // what it was not told to settle is automatic: the slip due first
    expect(await settledBy(me)).toEqual([
      [first.code, '100000'],
      [first.code, '400000'],
      [second.code, '1000000'],
    ]);
    expect(await openAmounts(me)).toMatchObject({
      [first.code]: '1500000',
      [second.code]: '2000000',
    });
    expect(
      await me.query(
        `select distinct kind from finance.payment_allocation
          where payment_id::text = $1 and amount > 0 order by 1`,
        [paid.id],
      ),
    ).toEqual([{ kind: 'automatic' }, { kind: 'hand' }]);
    expect(await debtOf(me, 'DL0001')).toBe('3500000');
  });
});

test('the same slip told twice is added up', async () => {
  await db.as('accountant', async (me) => {
    await payments.allocate(me, paid.id, [
      [second.id, 400_000],
      [second.id, 600_000],
    ]);

    expect(await settledBy(me)).toEqual([
      [first.code, '500000'],
      [second.code, '1000000'],
    ]);
  });
});

test.each([[null], [[]]])('told nothing (%s), it goes back to the oldest', async (lines) => {
  await db.as('accountant', async (me) => {
    await payments.allocate(me, paid.id, [[second.id, 1]]);
    await payments.allocate(me, paid.id, lines);

    expect(await settledBy(me)).toEqual([[first.code, '1500000']]);
  });
});

test.each<Person>(['manager', 'sales', 'agency'])('%s may not', async (person) => {
  await db.as(person, async (me) => {
    expect(await payments.allocateRefused(me, paid.id, null)).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'finance:write' },
    });
  });
});

test.each<Person>(['warehouse', 'auditor'])('%s cannot even call it', async (person) => {
  await db.as(person, async (me) => {
    expect((await payments.allocateRefused(me, paid.id, null)).code).toBe('42501');
  });
});

describe('what is wrong is told, all at once', () => {
  const problemsOf = async (
    ...wish: [id: string | null, lines: [string | null, number | string | null][] | null]
  ) => {
    const refusal = await db.as('accountant', (me) => payments.allocateRefused(me, ...wish));
    expect(refusal.code).toBe('SDVAL');
    return refusal.details['fields'];
  };

  test('lines without a slip, of another agency, and with amounts that are none', async () => {
    expect(
      await problemsOf(paid.id, [
        [null, 1],
        [foreign.id, 1],
        [first.id, null],
        [first.id, 0],
        [first.id, 'NaN'],
        [first.id, '1.5'],
        [first.id, '1e15'],
      ]),
    ).toEqual([
      { path: 'allocations.0.issue_id', reason: 'required' },
      { path: 'allocations.1.issue_id', reason: 'unknown', value: foreign.id },
      { path: 'allocations.2.amount', reason: 'required' },
      { path: 'allocations.3.amount', reason: 'not_positive', value: '0' },
      { path: 'allocations.4.amount', reason: 'not_a_number', value: 'NaN' },
      { path: 'allocations.5.amount', reason: 'whole_number_only', value: '1.5' },
      { path: 'allocations.6.amount', reason: 'too_large', value: '1000000000000000' },
    ]);
  });

  test('more lines than a page of slips', async () => {
    expect(
      await problemsOf(
        paid.id,
        Array.from({ length: 101 }, () => [first.id, 1]),
      ),
    ).toEqual([{ path: 'allocations', reason: 'too_many_lines', value: '101' }]);
  });

  test('no payment, and one nobody knows', async () => {
    const nobody = await unknownKey(db);
    expect(await problemsOf(null, null)).toEqual([{ path: 'payment_id', reason: 'required' }]);
    expect(await problemsOf(nobody, null)).toEqual([
      { path: 'payment_id', reason: 'unknown', value: nobody },
    ]);
  });

  test('what was paid on the spot stays with its slip', async () => {
    const [onTheSpot] = await db.query<{ id: string }>(
      'select id::text from finance.payment where issue_id is not null',
    );
    expect(await problemsOf(onTheSpot?.id ?? null, [[foreign.id, 1]])).toEqual([
      { path: 'payment_id', reason: 'paid_with_its_slip', value: onTheSpot?.id },
    ]);
  });

  test('a cancelled payment settles nothing', async () => {
    const wrong = await db.commitAs('accountant', (me) =>
      payments.create(me, { agency: 'DL0001', amount: 1 }),
    );
    await db.commitAs('manager', (me) => payments.cancel(me, wrong.id));

    expect(await problemsOf(wrong.id, null)).toEqual([
      { path: 'payment_id', reason: 'cancelled', value: wrong.id },
    ]);
  });
});

test('sent twice with the same key it is done once', async () => {
  await db.as('accountant', async (me) => {
    await payments.allocate(me, paid.id, [[second.id, 400_000]], 'once');
    await payments.allocate(me, paid.id, null);

    expect(await payments.allocate(me, paid.id, [[second.id, '400000.0']], 'once')).toEqual(paid);
    expect(await settledBy(me)).toEqual([[first.code, '1500000']]);
  });
});

test('a refused allocation leaves the earlier one', async () => {
  await db.as('accountant', async (me) => {
    await payments.allocateRefused(me, paid.id, [[second.id, 3_000_001]]);

    expect(await settledBy(me)).toEqual([[first.code, '1500000']]);
  });
});

test('the books are right after allocating by hand', async () => {
  await db.commitAs('accountant', (me) => payments.allocate(me, paid.id, [[second.id, 1_500_000]]));

  expect(await brokenInvariants(db)).toEqual({});
});
