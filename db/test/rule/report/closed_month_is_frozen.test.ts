import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { take } from '../../support/life.ts';
import { closePeriod, monthFromNow, reopenPeriod } from '../../support/period.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let lastMonth: string;
let monthBefore: string;
let sold: { id: string };

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  [monthBefore, lastMonth] = [await monthFromNow(db, -2), await monthFromNow(db, -1)];
  await db.commitAs('manager', async (me) => {
    sold = await slips.create(me, { agency: 'DL0001', date: monthBefore, lines: [['TRON', 2]] });
    await slips.create(me, {
      agency: 'DL0001',
      date: lastMonth,
      lines: [['TRON', 1]],
      paidNow: 300_000,
    });
  });
});
afterAll(() => db.close());

const written = () =>
  db.query(
    `select c.month::text, a.code, c.opening_amount::text as opening,
      c.increase_amount::text as increase,
     c.decrease_amount::text as decrease, c.closing_amount::text as closing
   from report.closed_agency_month as c join agency.agency as a on a.id = c.agency_id
   order by 1, 2`,
  );
const stock = (month: string) =>
  db.query(
    `select c.opening_quantity::text as opening, c.out_quantity::text as went,
      c.closing_quantity::text as closing
   from report.closed_item_month as c join inventory.item as i on i.id = c.item_id
   where i.sku = 'TRON' and c.month = $1`,
    [month],
  );
const report = (month: string) =>
  db.as('manager', (me) =>
    me.query(
      `select m.opening_amount::text as opening, m.increase_amount::text as increase,
     m.decrease_amount::text as decrease, m.closing_amount::text as closing
     from report.monthly_debt($1) as m`,
      [month],
    ),
  );

test('closing a month writes its figures down, and those of every month before it', async () => {
  expect(await written()).toEqual([]);

  await db.commitAs('manager', (me) => closePeriod(me, lastMonth));

  expect(await written()).toEqual([
    {
      month: monthBefore,
      code: 'DL0001',
      opening: '0',
      increase: '2000000',
      decrease: '0',
      closing: '2000000',
    },
    {
      month: lastMonth,
      code: 'DL0001',
      opening: '2000000',
      increase: '1000000',
      decrease: '300000',
      closing: '2700000',
    },
  ]);
  expect(await stock(lastMonth)).toEqual([{ opening: '98.000', went: '1.000', closing: '97.000' }]);
});

test('a slip of it that is cancelled afterwards leaves what was printed as it is, and is told beside it', async () => {
  const printed = await report(monthBefore);

  await db.commitAs('manager', (me) => take(me, 'cancel_issue', sold.id));
  await db.query("select report.refresh('monthly_sales')");

  expect(await report(monthBefore)).toEqual(printed);
  const [sales] = await db.as('manager', (me) =>
    me.query(
      `select s.slip_count::text as slips, s.total_amount::text as total, s.share::text,
       s.cancelled_later_slip_count::text as later,
       s.cancelled_later_slip_amount::text as later_amount
     from report.monthly_sales($1) as s`,
      [monthBefore],
    ),
  );
  expect(sales).toEqual({
    slips: '1',
    total: '2000000',
    share: '100.0',
    later: '1',
    later_amount: '2000000',
  });
});

test('opening a month again takes its figures away, closing it anew writes what holds by then', async () => {
  await db.commitAs('admin', (me) => reopenPeriod(me, lastMonth));
  // it was closed first, so with it every month before it is open again
  expect(await written()).toEqual([]);
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', date: lastMonth, lines: [['TRON', 1]] }),
  );

  await db.commitAs('manager', (me) => closePeriod(me, lastMonth));

  expect((await written())[1]).toMatchObject({
    month: lastMonth,
    increase: '2000000',
    closing: '3700000',
  });
});

test('nobody writes or reads them around the reports', async () => {
  await db.as('admin', async (me) => {
    for (const statement of [
      'select * from report.closed_agency_month',
      'delete from report.closed_item_month',
      'select report.freeze_closed_months()',
    ])
      expect((await me.refusal(statement)).code).toBe('42501');
  });
});
