import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { addAgency } from '../support/master.ts';
import { paymentMaker, type PaymentMaker } from '../support/payment.ts';
import { closePeriod, monthFromNow, reopenPeriod } from '../support/period.ts';
import {
  atOnce,
  outcomeOf,
  refusedCodes,
  untilSomebodyWaits,
  type Outcome,
} from '../support/race.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let payments: PaymentMaker;
let lastMonth: string;
let monthBefore: string;
const agencies = Array.from({ length: 6 }, (_, nth) => `DL400${nth}`);

beforeAll(async () => {
  db = await testDatabase();
  for (const code of agencies) await addAgency(db, { code });
  slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  lastMonth = await monthFromNow(db, -1);
  monthBefore = await monthFromNow(db, -2);
});
afterAll(() => db.close());

const rowsIn = async (month: string): Promise<number> =>
  Number(
    (
      await db.query<{ rows: string }>(
        `select count(*)::text as rows from finance.debt_transaction
   where date_trunc('month', business_date::timestamp) = $1::date`,
        [month],
      )
    )[0]?.rows,
  );

describe('posting and closing at the same time', () => {
  test('closing waits for the first posting of a month, which makes its row', async () => {
    let closing: Promise<unknown> = Promise.resolve();
    await db.commitAs('manager', async (me) => {
      await slips.create(me, { agency: 'DL4000', lines: [['TRON', 5]], date: monthBefore });
      closing = outcomeOf(db.commitAs('admin', (other) => closePeriod(other, lastMonth)));
      await untilSomebodyWaits(db);
    });

    expect(await closing).toMatchObject({ value: { month: lastMonth, is_closed: true } });
    expect(await rowsIn(monthBefore)).toBe(1);
    await db.commitAs('admin', (me) => reopenPeriod(me, lastMonth));
  });

  test('closing waits for a posting into a month that is known, and for one before it', async () => {
    for (const [person, date] of [
      ['admin', lastMonth],
      ['admin', monthBefore],
    ] as const) {
      let closing: Promise<unknown> = Promise.resolve();
      await db.commitAs(person, async (me) => {
        await payments.create(me, { agency: 'DL4000', amount: 1000, date });
        closing = outcomeOf(db.commitAs('manager', (other) => closePeriod(other, lastMonth)));
        await untilSomebodyWaits(db);
      });

      expect(await closing).toMatchObject({ value: { is_closed: true } });
      await db.commitAs('admin', (me) => reopenPeriod(me, lastMonth));
    }
  });

  test.each(['lastMonth', 'monthBefore'])(
    'a posting waits for the closing, and is then refused (%s)',
    async (which) => {
      const date = which === 'lastMonth' ? lastMonth : monthBefore;
      const before = await rowsIn(date);
      let posting: Promise<Outcome<unknown>> | undefined;
      await db.commitAs('manager', async (me) => {
        await closePeriod(me, lastMonth);
        posting = outcomeOf(
          db.commitAs('accountant', (other) =>
            payments.create(other, { agency: 'DL4000', amount: 1000, date }),
          ),
        );
        await untilSomebodyWaits(db);
      });

      expect(await posting).toMatchObject({ code: 'SDPCL', details: { month: date.slice(0, 7) } });
      expect(await rowsIn(date)).toBe(before);
      await db.commitAs('admin', (me) => reopenPeriod(me, lastMonth));
    },
  );

  test.each(['lastMonth', 'monthBefore'])(
    'a row that is written into a ledger without a command waits for it too (%s)',
    async (which) => {
      const date = which === 'lastMonth' ? lastMonth : monthBefore;
      let writing: Promise<Outcome<unknown>> | undefined;
      await db.commitAs('manager', async (me) => {
        await closePeriod(me, lastMonth);
        writing = outcomeOf(
          db.asOwner((owner) =>
            owner.query(
              `insert into inventory.stock_movement (item_id, seq, kind, quantity, balance_after,
                business_date)
              select i.id, i.stock_seq + 1, 'opening', 1, i.stock_quantity + 1, $1
              from inventory.item as i where i.sku = 'TRON'`,
              [date],
            ),
          ),
        );
        await untilSomebodyWaits(db);
      });

      expect(await writing).toMatchObject({ code: 'SDPCL', details: { month: date.slice(0, 7) } });
      await db.commitAs('admin', (me) => reopenPeriod(me, lastMonth));
    },
  );

  test('a slip that waits for its month holds no agency yet: the month is the first of its locks', async () => {
    let slip: Promise<unknown> = Promise.resolve();
    await db.as('manager', async (me) => {
      await closePeriod(me, lastMonth);
      slip = outcomeOf(
        db.commitAs('admin', (other) =>
          slips.create(other, { agency: 'DL4001', lines: [['LE', 1]], date: lastMonth }),
        ),
      );
      await untilSomebodyWaits(db);

      expect(
        await outcomeOf(
          db.asOwner((owner) =>
            owner.query("select from agency.agency where code = 'DL4001' for no key update nowait"),
          ),
        ),
      ).toHaveProperty('value');
    });

    expect(await slip).toHaveProperty('value');
  });

  test('a posting that waited goes through when the closing is given up', async () => {
    let posting: Promise<unknown> = Promise.resolve();
    await db.as('manager', async (me) => {
      await closePeriod(me, lastMonth);
      posting = outcomeOf(
        db.commitAs('accountant', (other) =>
          payments.create(other, { agency: 'DL4000', amount: 1000, date: lastMonth }),
        ),
      );
      await untilSomebodyWaits(db);
    });

    expect(await posting).toHaveProperty('value');
  });

  test('posting into the open month waits for nobody who closes', async () => {
    // makes the row of this month: only that would wait
    await db.commitAs('accountant', (me) => payments.create(me, { agency: 'DL4000', amount: 1 }));
    await db.as('manager', async (me) => {
      await closePeriod(me, lastMonth);

      const outcome = await outcomeOf(
        db.as('accountant', (other) => payments.create(other, { agency: 'DL4000', amount: 1 })),
      );

      expect(outcome).toHaveProperty('value');
    });
  });

  test.each([1, 2, 3, 4, 5, 6])(
    'whoever comes first: nothing lands after the close (%i)',
    async () => {
      const outcomes = await atOnce<unknown>(db, [
        ...agencies.map((agency) => ({
          person: 'manager' as const,
          act: (me: Parameters<SlipMaker['create']>[0]) =>
            slips.create(me, { agency, lines: [['LE', 1]], date: lastMonth }),
        })),
        { person: 'admin', act: (me) => closePeriod(me, lastMonth) },
      ]);

      expect(refusedCodes(outcomes).filter((code) => code !== 'SDPCL')).toEqual([]);
      expect(await brokenInvariants(db)).toEqual({});
      await db.commitAs('admin', (me) => reopenPeriod(me, lastMonth));
    },
  );
});

test('two people close the same month: one does, the other is told', async () => {
  const close = (person: 'manager' | 'admin') => ({
    person,
    act: (me: Parameters<typeof closePeriod>[0]) => closePeriod(me, lastMonth),
  });

  expect(refusedCodes(await atOnce(db, [close('manager'), close('admin')]))).toEqual(['SDTRN']);
});
