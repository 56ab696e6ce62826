import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../../../tools/prepare.ts';
import type { Reader } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { makeHistory } from '../../support/eventful.ts';
import { breachesOf } from '../../support/invariants.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let lastMarch: string;
beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  lastMarch = `${new Date().getFullYear() - 1}-03`;
  await db.commitAs('manager', (me) =>
    slips.create(me, {
      agency: 'DL0002',
      date: `${lastMarch}-31`,
      lines: [['TRON', 1]],
      paidNow: 1000,
    }),
  );
  await makeHistory(db);
});
afterAll(() => db.close());

const fold = () =>
  withClient(
    db.workerUrl,
    async (worker) =>
      (await worker.query<{ touched: string }>('select report.fold_deltas()::text as touched'))
        .rows[0]?.touched,
  );
const wrong = async () => [
  ...(await breachesOf(db, 'agency_months_equal_the_ledger')),
  ...(await breachesOf(db, 'agency_days_equal_the_ledger')),
];
const days = () =>
  db.query(
    `select d.agency_id::text, d.business_date::text, d.debt_amount::text,
      d.credit_to_date_amount::text
   from report.agency_day as d order by 1, 2`,
  );
const months = (reader: Reader) =>
  reader.query(
    `select a.code, to_char(m.month, 'YYYY-MM') as month, m.slip_count::text, m.slip_amount::text,
     m.payment_amount::text
   from report.agency_month as m join agency.agency as a on a.id = m.agency_id order by 1, 2`,
  );

test('a posting is in the month of its date, and exact before and after it is folded', async () => {
  expect(await wrong()).toEqual([]);
  expect(await db.query('select from report.debt_delta')).not.toEqual([]);

  await fold();

  expect(await wrong()).toEqual([]);
  expect(await db.query('select from report.debt_delta')).toEqual([]);
  expect(await months(db)).toContainEqual({
    code: 'DL0002',
    month: lastMarch,
    slip_count: '1',
    slip_amount: '1000000',
    payment_amount: '1000',
  });
});

test('folding again, or two folds at once, add nothing twice', async () => {
  await db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0001', lines: [['LE', 1]] }));

  await Promise.all([fold(), fold(), fold()]);
  const folded = await months(db);

  expect(await wrong()).toEqual([]);
  expect(await fold()).toBe('0');
  expect(await months(db)).toEqual(folded);
});

test('a back-dated posting moves the running totals of its day and of every day after', async () => {
  const open = await testDatabase();
  try {
    const maker = await slipMaker(open);
    const slip = (date: string, paidNow = 0) =>
      open.commitAs('manager', (me) =>
        maker.create(me, { agency: 'DL0001', date, lines: [['TRON', 1]], paidNow }),
      );
    const foldThere = () =>
      withClient(open.workerUrl, (worker) => worker.query('select report.fold_deltas()'));
    const [day1, day2, day3] = [
      `${lastMarch}-30`,
      `${lastMarch}-31`,
      lastMarch.replace(/03$/, '04-01'),
    ] as const;
    await slip(day1);
    await slip(day3);
    await foldThere();

    await slip(day2, 400_000);
    await slip(day2);
    await foldThere();

    expect(
      await open.query(
        `select d.business_date::text as day, d.debt_amount::text as debt,
          d.credit_to_date_amount::text as credit
       from report.agency_day as d order by d.business_date`,
      ),
    ).toEqual([
      { day: day1, debt: '1000000', credit: '1000000' },
      { day: day2, debt: '2600000', credit: '2600000' },
      { day: day3, debt: '3600000', credit: '3600000' },
    ]);
    expect(await breachesOf(open, 'agency_days_equal_the_ledger')).toEqual([]);
  } finally {
    await open.close();
  }
});

test('a refused slip leaves nothing', async () => {
  await fold();
  await db.commitAs('manager', (me) =>
    slips.refused(me, { agency: 'DL0001', lines: [['CUOI', 2]] }),
  );

  expect(await db.query('select from report.debt_delta')).toEqual([]);
});

test('made anew from the ledger, the summary is the same', async () => {
  await fold();
  const folded = [await months(db), await days()];

  await db.query('select report.rebuild_summaries()');

  expect([await months(db), await days()]).toEqual(folded);
  expect(await wrong()).toEqual([]);
});

test('only the worker folds, and nobody reads around the reports', async () => {
  await db.as('admin', async (me) => {
    expect((await me.refusal('select report.fold_deltas()')).code).toBe('42501');
    expect((await me.refusal('select * from report.closed_agency_month')).code).toBe('42501');
    expect((await me.refusal('select * from report.debt_delta')).code).toBe('42501');
  });
});
