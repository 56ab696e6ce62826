import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { dayFromToday, stockOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { atOnce, outcomeOf, refusedCodes, successes, untilSomebodyWaits } from '../support/race.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';
import { countMaker, receiptMaker, type CountMaker, type ReceiptMaker } from '../support/stock.ts';

let db: TestDatabase;
let counts: CountMaker;
let slips: SlipMaker;
let receipts: ReceiptMaker;

beforeAll(async () => {
  db = await testDatabase();
  counts = await countMaker(db);
  slips = await slipMaker(db);
  receipts = await receiptMaker(db);
});
afterAll(() => db.close());

test('a count waits for the slip that is being written, and hears of it', async () => {
  let counting: Promise<unknown> = Promise.resolve();
  await db.commitAs('manager', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['MI', 10]] });
    counting = outcomeOf(
      db.commitAs('warehouse', (other) => counts.create(other, { lines: [['MI', 40, 50]] })),
    );
    await untilSomebodyWaits(db);
  });

  expect(await counting).toMatchObject({
    code: 'SDMOV',
    details: { items: [{ sku: 'MI', seen: '50', book: '40' }] },
  });
  await db.commitAs('warehouse', (me) => counts.create(me, { lines: [['MI', 40, 40]] }));
  expect(await stockOf(db, 'MI')).toBe('40');
  expect(await db.query("select id from inventory.stock_movement where kind = 'count'")).toEqual(
    [],
  );
});

test.each([1, 2, 3, 4])(
  'counts and slips of the same goods at once leave no circle of waiting (%i)',
  async () => {
    const outcomes = await atOnce<unknown>(db, [
      {
        person: 'warehouse',
        act: (me: Actor) =>
          counts.create(me, {
            lines: [
              ['MI', 40],
              ['LE', 500],
            ],
          }),
      },
      {
        person: 'admin',
        act: (me: Actor) =>
          counts.create(me, {
            lines: [
              ['LE', 501],
              ['MI', 41],
            ],
          }),
      },
      {
        person: 'manager',
        act: (me: Actor) =>
          slips.create(me, {
            agency: 'DL0001',
            lines: [
              ['LE', 1],
              ['MI', 1],
            ],
          }),
      },
    ]);

    // who comes later hears of who came first
    expect(refusedCodes(outcomes).filter((code) => code !== 'SDMOV')).toEqual([]);
    expect(successes(outcomes).length).toBeGreaterThan(0);
  },
);

test('of two people who count the same shelf at once one is told of the other', async () => {
  const [before] = await db.query<{ stock: string }>(
    "select trim_scale(stock_quantity)::text as stock from inventory.item where sku = 'DUONG'",
  );
  const outcomes = await atOnce<unknown>(
    db,
    (['warehouse', 'admin'] as const).map((person) => ({
      person,
      act: (me: Actor) => counts.create(me, { lines: [['DUONG', 18, before?.stock ?? null]] }),
    })),
  );

  expect(refusedCodes(outcomes)).toEqual(['SDMOV']);
  expect(await stockOf(db, 'DUONG')).toBe('18');
});

test.each([1, 2, 3])(
  'of a count and a receipt from before it, at once, the second hears of the first (%i)',
  async (round) => {
    const [before, yesterday] = [await dayFromToday(db, -2), await dayFromToday(db, -1)];
    const [books] = await db.query<{ stock: string }>(
      "select trim_scale(stock_quantity)::text as stock from inventory.item where sku = 'TRON'",
    );
    const outcomes = await atOnce<unknown>(db, [
      {
        person: 'admin',
        act: (me: Actor) =>
          receipts.create(me, {
            lines: [['TRON', 5, 25_000]],
            date: before,
            ...(round > 1 && { counted: [['TRON', true]] }),
          }),
      },
      {
        person: 'warehouse',
        act: (me: Actor) =>
          counts.create(me, { lines: [['TRON', 100, books?.stock ?? null]], date: yesterday }),
      },
    ]);

    // from the second round on the receipt answers for the count of the first
    const refused = refusedCodes(outcomes);
    expect(refused.filter((code) => code !== 'SDMOV' && code !== 'SDCFM')).toEqual([]);
    expect(refused).toHaveLength(round === 1 || refused.length > 0 ? 1 : 0);
  },
);

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
