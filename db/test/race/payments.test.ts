import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { debtOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { addAgency } from '../support/master.ts';
import { paymentMaker, type Payment, type PaymentMaker } from '../support/payment.ts';
import { atOnce, outcomeOf, refusedCodes, successes, untilSomebodyWaits } from '../support/race.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let payments: PaymentMaker;
const rounds = [1, 2, 3, 4, 5, 6, 7, 8];
const agencyOf = (round: number): string => `DL300${round}`;

beforeAll(async () => {
  db = await testDatabase();
  for (const round of rounds) await addAgency(db, { code: agencyOf(round) });
  slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  await db.commitAs('manager', async (me) => {
    for (const round of rounds)
      await slips.create(me, { agency: agencyOf(round), lines: [['TRON', 5]] });
  });
});
afterAll(() => db.close());

describe('two clients at the same moment', () => {
  test.each(rounds)(
    'each pay three of five million: one is told that it is more than the debt (%i)',
    async (round) => {
      const pay = (person: 'accountant' | 'admin') => ({
        person,
        act: (me: Parameters<PaymentMaker['create']>[0]) =>
          payments.create(me, { agency: agencyOf(round), amount: 3_000_000 }),
      });

      const outcomes = await atOnce(db, [pay('accountant'), pay('admin')]);

      expect(refusedCodes(outcomes)).toEqual(['SDEXC']);
      expect(outcomes).toContainEqual({
        code: 'SDEXC',
        details: expect.objectContaining({
          debt: '2000000',
          excess: '1000000',
        }),
      });
      expect(await debtOf(db, agencyOf(round))).toBe('2000000');
    },
  );

  test.each(rounds)('cancel the same payment: the debt rises once (%i)', async (round) => {
    const paid = await db.commitAs('accountant', (me) =>
      payments.create(me, { agency: agencyOf(round), amount: 500_000 }),
    );
    const cancel = (person: 'manager' | 'admin') => ({
      person,
      act: (me: Parameters<PaymentMaker['cancel']>[0]) => payments.cancel(me, paid.id),
    });

    const outcomes = await atOnce(db, [cancel('manager'), cancel('admin')]);

    expect(refusedCodes(outcomes)).toEqual(['SDTRN']);
    expect(await debtOf(db, agencyOf(round))).toBe('2000000');
  });

  test.each(rounds)(
    'one pays while the other takes goods: both get through, in either order (%i)',
    async (round) => {
      const outcomes = await atOnce<unknown>(db, [
        {
          person: 'accountant',
          act: (me) => payments.create(me, { agency: agencyOf(round), amount: 1_000_000 }),
        },
        {
          person: 'manager',
          act: (me) =>
            slips.create(me, { agency: agencyOf(round), lines: [['LE', 1]], paidNow: 92 }),
        },
      ]);

      expect(refusedCodes(outcomes)).toEqual([]);
      expect(await debtOf(db, agencyOf(round))).toBe('1012500');
    },
  );
});

test('sent twice at once with the same key it is one payment, and both get it', async () => {
  const wish = { agency: 'DL3001', amount: 1000, clientKey: 'once' };
  const act = (me: Parameters<PaymentMaker['create']>[0]) => payments.create(me, wish);

  const outcomes = await atOnce(db, [
    { person: 'accountant', act },
    { person: 'accountant', act },
  ]);

  const [first, second] = successes<Payment>(outcomes);
  expect(second).toEqual(first);
  expect(await debtOf(db, 'DL3001')).toBe('1011500');
});

test('a payment waits for another of its agency, and draws its number when that one gives up', async () => {
  let second: Promise<unknown> = Promise.resolve();
  const lost = await db.as('accountant', async (me) => {
    const { code } = await payments.create(me, { agency: 'DL3002', amount: 1_012_500 });
    second = outcomeOf(
      db.commitAs('admin', (other) =>
        payments.create(other, { agency: 'DL3002', amount: 1_012_500 }),
      ),
    );
    await untilSomebodyWaits(db);
    return code;
  });

  expect(await second).toMatchObject({ value: { code: lost } });
  expect(await debtOf(db, 'DL3002')).toBe('0');
});

test('cancelling waits for the agency before it locks the payment', async () => {
  const paid = await db.commitAs('accountant', (me) =>
    payments.create(me, { agency: 'DL3004', amount: 1000 }),
  );
  let cancelling: Promise<unknown> = Promise.resolve();
  await db.asOwner(async (owner) => {
    await owner.query("select from agency.agency where code = 'DL3004' for no key update");
    cancelling = outcomeOf(db.commitAs('manager', (me) => payments.cancel(me, paid.id)));
    await untilSomebodyWaits(db);

    expect(
      await outcomeOf(
        db.asOwner((other) =>
          other.query('select from finance.payment where id::text = $1 for no key update nowait', [
            paid.id,
          ]),
        ),
      ),
    ).toHaveProperty('value');
  });

  expect(await cancelling).toMatchObject({ value: { status: 'cancelled' } });
});

test('a payment allocated by two people at once is allocated once: to what the second one told', async () => {
  const paid = await db.commitAs('accountant', (me) =>
    payments.create(me, { agency: 'DL3003', amount: 1000 }),
  );
  const [slip] = await db.query<{ id: string }>(
    `select i.id::text from inventory.issue as i join agency.agency as a on a.id = i.agency_id
     where a.code = 'DL3003' order by i.total_amount desc limit 1`,
  );
  const allocate = (person: 'accountant' | 'admin', amount: number) => ({
    person,
    act: (me: Parameters<PaymentMaker['allocate']>[0]) =>
      payments.allocate(me, paid.id, [[slip?.id ?? null, amount]]),
  });

  const outcomes = await atOnce(db, [allocate('accountant', 400), allocate('admin', 600)]);

  expect(refusedCodes(outcomes)).toEqual([]);
  expect(['400', '600']).toContain(
    (
      await db.query<{ amount: string }>(
        `select sum(amount)::text as amount from finance.payment_allocation
          where payment_id::text = $1 and kind = 'hand'`,
        [paid.id],
      )
    )[0]?.amount,
  );
});

test('many payments of many agencies at once leave no gap in their numbers', async () => {
  const outcomes = await atOnce(
    db,
    Array.from({ length: 24 }, (_, nth) => ({
      person: 'accountant' as const,
      act: (me: Parameters<PaymentMaker['create']>[0]) =>
        payments.create(me, { agency: agencyOf(3 + (nth % 6)), amount: 1000 + nth }),
    })),
  );

  expect(refusedCodes(outcomes)).toEqual([]);
});

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
