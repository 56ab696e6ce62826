import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromToday, linesOf, priceOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { setRegulation } from '../../support/master_edit.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { receiptMaker, type ReceiptMaker } from '../../support/stock.ts';

// Price of a day: that of the latest confirmed receipt by its date, else what the item was made
// with.
let db: TestDatabase;
let receipts: ReceiptMaker;
let slips: SlipMaker;
/** Moments at which everything before was known, and nothing after. */
const known = { beforeThePaper: '', beforeTheCancelling: '' };

/** A month as it was on its 26th of November: days of the example by their distance from that. */
const ago = (day: string): Promise<string> =>
  dayFromToday(db, Math.round((Date.parse(`2026-${day}`) - Date.parse('2026-11-26')) / 86_400_000));

beforeAll(async () => {
  db = await testDatabase();
  await db.query('update agency.agency set reception_date = $1', ['2020-01-01']);
  await db.query('update agency.agency_type set debt_limit = 900000000');
  for (const [sku, price] of [
    ['R12', 80_000],
    ['TRONG', 80_000],
    ['DAU', 100_000],
    ['HAI', 50_000],
    ['R13', 100_000],
  ] as const) {
    await db.commitAs('warehouse', (me) =>
      me.query(
        `select inventory.create_item($1, $1, $1,
          (select id from inventory.unit where name = 'Thùng'), $2)`,
        [sku, price],
      ),
    );
  }
  [receipts, slips] = [await receiptMaker(db), await slipMaker(db)];
  await open('R12', 10, await ago('10-01'));
  for (const sku of ['R12', 'TRONG']) {
    await takeIn(sku, 10, 100_000, await ago('10-21'));
    await takeIn(sku, 10, 200_000, await ago('11-20'));
  }
});
afterAll(() => db.close());

const open = (sku: string, quantity: number, day: string) =>
  db.commitAs('warehouse', (me) =>
    me.query(
      `select inventory.open_stock(array(select row(i.id, $2, false)::inventory.issue_line
        from inventory.item as i where i.sku = $1), $3)`,
      [sku, quantity, day],
    ),
  );
const takeIn = (sku: string, quantity: number, price: number, day: string) =>
  db.commitAs('warehouse', (me) =>
    receipts.create(me, { lines: [[sku, quantity, price]], date: day }),
  );
const now = async () =>
  (await db.query<{ now: string }>('select clock_timestamp()::text as now'))[0]?.now ?? '';

async function worthOn(
  sku: string,
  day: string,
  knownAt: string | null = null,
): Promise<string | undefined> {
  const [row] = await db.as('manager', (me) =>
    me.query<{ worth: string }>(
      'select s.worth::text from report.stock_between($1, $1, $2, $3) as s',
      [day, knownAt, sku],
    ),
  );
  return row?.worth;
}

/** What a slip of that day sells a unit at. */
const soldAt = (sku: string, day: string) =>
  db.as('admin', async (me) => {
    const { id } = await slips.create(me, { agency: 'DL0001', lines: [[sku, 1]], date: day });
    return (await linesOf(me, id))[0]?.unit_price;
  });

describe('a late receipt, with an opening before it', () => {
  test('is the price of its day and of those after it, up to the next one, from its writing on', async () => {
    expect(await soldAt('R12', await ago('11-10'))).toBe('102000');
    known.beforeThePaper = await now();
    await takeIn('R12', 10, 150_000, await ago('10-31'));
    await takeIn('TRONG', 10, 150_000, await ago('10-31'));

    expect(await soldAt('R12', await ago('10-20'))).toBe('81600');
    expect(await soldAt('R12', await ago('10-30'))).toBe('102000');
    expect(await soldAt('R12', await ago('10-31'))).toBe('153000');
    expect(await soldAt('R12', await ago('11-10'))).toBe('153000');
    expect(await soldAt('R12', await ago('11-20'))).toBe('204000');
    expect(await soldAt('R12', await ago('11-26'))).toBe('204000');
    expect(await priceOf(db, 'R12')).toBe('200000');
  });

  test('is the worth of a past day, but not as it was known before', async () => {
    expect(await worthOn('R12', await ago('11-10'))).toBe('4500000');
    expect(await worthOn('R12', await ago('11-10'), known.beforeThePaper)).toBe('2000000');
    expect(await worthOn('TRONG', await ago('11-10'))).toBe('3000000');
    expect(await worthOn('TRONG', await ago('11-10'), known.beforeThePaper)).toBe('1000000');
    expect(await worthOn('R12', await ago('10-20'))).toBe('800000');
    expect(await worthOn('TRONG', await ago('10-20'))).toBe('0');
    expect(await worthOn('R12', await ago('11-26'))).toBe('8000000');
  });
});

describe('a receipt that was cancelled', () => {
  test('sets no price for any day, but did as it was known before', async () => {
    known.beforeTheCancelling = await now();
    const [newest] = await db.query<{ id: string }>(
      `select d.receipt_id::text as id from inventory.receipt_detail as d
        join inventory.item as i on i.id = d.item_id
       where i.sku = 'R12' and d.unit_price = 200000`,
    );
    await db.commitAs('admin', (me) => receipts.cancel(me, newest?.id ?? ''));

    expect(await soldAt('R12', await ago('11-22'))).toBe('153000');
    expect(await soldAt('R12', await ago('11-26'))).toBe('153000');
    expect(await priceOf(db, 'R12')).toBe('150000');
    // its goods leave the books today, not before
    expect(await worthOn('R12', await ago('11-22'))).toBe('6000000');
    expect(await worthOn('R12', await ago('11-22'), known.beforeTheCancelling)).toBe('8000000');
    expect(await worthOn('R12', await ago('11-26'))).toBe('4500000');
  });
});

describe('before the first receipt', () => {
  test('the price is what the item was made with, whatever comes in today', async () => {
    const fiveDaysAgo = await dayFromToday(db, -5);
    await open('DAU', 10, await dayFromToday(db, -10));
    expect(await worthOn('DAU', fiveDaysAgo)).toBe('1000000');

    await takeIn('DAU', 10, 250_000, await dayFromToday(db, 0));

    expect(await worthOn('DAU', fiveDaysAgo)).toBe('1000000');
    expect(await soldAt('DAU', fiveDaysAgo)).toBe('102000');
    expect(await worthOn('DAU', await dayFromToday(db, 0))).toBe('5000000');
  });

  test('of an item of old books too, whose history began with its first receipt', async () => {
    await takeIn('MI', 1, 300_000, await dayFromToday(db, 0));

    expect(await soldAt('MI', await dayFromToday(db, -1))).toBe('110160');
  });
});

test('of two receipts of one day the latest recorded counts, for that day and later ones', async () => {
  const day = await dayFromToday(db, -3);
  await takeIn('HAI', 1, 60_000, day);
  await takeIn('HAI', 1, 55_000, day);

  expect(await priceOf(db, 'HAI')).toBe('55000');
  expect(await worthOn('HAI', day)).toBe('110000');
  expect(await soldAt('HAI', day)).toBe('56100');
});

test('the same item twice on a back-dated slip is one line at the price of its day', async () => {
  const day = await ago('10-30');
  await db.as('admin', async (me) => {
    const { id, total_amount: total } = await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['R12', 1],
        ['TRONG', 1],
        ['R12', 2],
      ],
      date: day,
    });

    expect(total).toBe('408000');
    expect(await linesOf(me, id)).toEqual([
      { sku: 'R12', quantity: '3', unit_price: '102000', line_total: '306000' },
      { sku: 'TRONG', quantity: '1', unit_price: '102000', line_total: '102000' },
    ]);
  });
});

test('whatever the order in which paper came, the books are right', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});

test('a corrected ratio holds from its writing on; slips made before keep theirs and are listed, a back-dated one takes that of its day (R13)', async () => {
  await takeIn('R13', 10, 150_000, await ago('10-01'));
  await db.as('admin', async (me) => {
    const sold = async (day?: string) => {
      const { id } = await slips.create(me, {
        agency: 'DL0001',
        lines: [['R13', 1]],
        ...(day === undefined ? {} : { date: day }),
      });
      return { id, price: (await linesOf(me, id))[0]?.unit_price };
    };
    await setRegulation(me, { value: '1.5' });
    const early = await sold();
    expect(early.price).toBe('225000');

    await setRegulation(me, { value: '1.05' });

    expect((await sold()).price).toBe('157500');
    expect((await sold(await dayFromToday(me, -5))).price).toBe('153000');
    expect((await linesOf(me, early.id))[0]?.unit_price).toBe('225000');
    expect(
      await me.query(
        `select i.id::text
          from inventory.slips_of_earlier_value('EXPORT_PRICE_RATIO', config.business_date()) as i`,
      ),
    ).toEqual([{ id: early.id }]);
  });
});
