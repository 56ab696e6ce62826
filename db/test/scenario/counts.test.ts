// Counts that hold, by the worked examples R16 and R17: right values were worked out by hand.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, stockLedger, stockOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';
import { countMaker, receiptMaker, type CountMaker, type ReceiptMaker } from '../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let counts: CountMaker;
let receipts: ReceiptMaker;

/** Days of the paper by their distance from its today. */
const ago = (day: string, paperToday = '11-20'): Promise<string> =>
  dayFromToday(db, Math.round((Date.parse(`2026-${day}`) - Date.parse(`2026-${paperToday}`)) / 86_400_000));

const shelves = { R16A: 100, R16B: 100, R17: 0 };

beforeAll(async () => {
  db = await testDatabase();
  await db.query('update agency.agency set reception_date = $1', ['2020-01-01']);
  await db.query('update agency.agency_type set max_debt = 900000000');
  for (const [sku, quantity] of Object.entries(shelves)) {
    await db.commitAs('warehouse', (me) => me.query(
      "select inventory.create_item($1, $1, $1, (select id from inventory.unit where name = 'Thùng'), 10000)", [sku]));
    if (quantity === 0) continue;
    await db.commitAs('warehouse', (me) => me.query(
      `select inventory.open_stock(array(
         select row(i.id, $2)::inventory.issue_line from inventory.item as i where i.sku = $1), $3)`, [sku, quantity, '2024-01-01']));
  }
  [slips, counts, receipts] = [await slipMaker(db), await countMaker(db), await receiptMaker(db)];
});
afterAll(() => db.close());

const takeIn = (sku: string, quantity: number, date: string) =>
  db.commitAs('admin', (me) => receipts.create(me, { lines: [[sku, quantity, 10_000]], date }));
const sell = (sku: string, quantity: number, date?: string) =>
  db.commitAs('admin', (me) => slips.create(me, { agency: 'DL0001', lines: [[sku, quantity]], ...date && { date } }));

test.each([
  ['before', 'R16A', 'counted_before', '90', []],
  ['after', 'R16B', 'counted_after', '100', [{ kind: 'count', quantity: '10' }]],
] as const)('R16: seen 100, counted 100, 10 sold meanwhile: it was counted %s that', async (_, sku, answer, counted, written) => {
  const slip = await sell(sku, 10);
  const refusal = await db.as('warehouse', (me) => counts.refused(me, { lines: [[sku, 100, 100]] }));

  expect(refusal).toMatchObject({ code: 'SDMOV', details: { items: [{
    sku, seen: '100', book: '90', counted: '100', counted_before: '90', counted_after: '100', moved_by: [{ kind: 'issue', code: slip.code, quantity: '-10' }],
  }] } });
  const [item] = refusal.details['items'] as Record<string, string>[];
  await db.commitAs('warehouse', (me) => counts.create(me, { lines: [[sku, item?.[answer] ?? null, item?.['book'] ?? null]] }));
  expect(await stockOf(db, sku)).toBe(counted);
  expect((await stockLedger(db, sku)).slice(2)).toMatchObject(written);
});

test('R17: a count of a past day is compared with the books of that day', async () => {
  const day = await ago('11-20', '11-30');
  await takeIn('R17', 50, await ago('11-10', '11-30'));
  await sell('R17', 20, await ago('11-28', '11-30'));

  const [books] = await db.as('warehouse', (me) => me.query(
    `select trim_scale(b.book_quantity)::text as book, trim_scale(b.stock_quantity)::text as stock
     from inventory.books_on(array(select id from inventory.item where sku = 'R17'), $1) as b`, [day]));
  expect(books).toEqual({ book: '50', stock: '30' });

  await db.commitAs('warehouse', (me) => counts.create(me, { lines: [['R17', 50, 50]], date: day }));
  expect(await stockLedger(db, 'R17')).toMatchObject([{ kind: 'receipt' }, { kind: 'issue', balance_after: '30' }]);
  expect(await stockOf(db, 'R17')).toBe('30');
});

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
