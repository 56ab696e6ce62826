import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addItem } from '../../support/master.ts';
import { setRegulation } from '../../support/master_edit.ts';
import { countMaker, receiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let receipts: Awaited<ReturnType<typeof receiptMaker>>;
let counts: Awaited<ReturnType<typeof countMaker>>;

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, {
    sku: 'GIA',
    importPrice: 100_000,
    stock: 10,
    stockSince: await dayFromToday(db, -60),
  });
  await db.commitAs('admin', (me) => setRegulation(me, { key: 'PRICE_JUMP_PERCENT', value: '20' }));
  // the day of today's regulation; earlier days have none in the preset of tests
  await db.query(`insert into config.regulation_version (regulation_id, value, valid_from, reason)
    select r.id, '20', date '2000-01-03', 'Thử' from config.regulation as r
    where r.key = 'PRICE_JUMP_PERCENT'`);
  receipts = await receiptMaker(db);
  counts = await countMaker(db);
});
afterAll(() => db.close());

const jump = (oldPrice: string, newPrice: string, percent: string) => ({
  code: 'PRICE_JUMP',
  figures: expect.objectContaining({
    sku: 'GIA',
    item_name: expect.any(String),
    old_price: oldPrice,
    new_price: newPrice,
    percent,
    allowed: '20',
  }),
});
const asked = async (me: Actor, price: number, more = {}) =>
  (await receipts.refused(me, { lines: [['GIA', 1, price]], ...more })).details['questions'];

describe('a price', () => {
  test.each([[120_000], [80_000], [100_000]])(
    'of %i, within a fifth of the day before, is taken',
    async (price) => {
      await db.as('warehouse', async (me) => {
        expect(await receipts.create(me, { lines: [['GIA', 2, price]] })).toMatchObject({
          total_amount: String(2 * price),
        });
      });
    },
  );

  test.each<[number, string]>([
    [120_001, '20.1'],
    [150_000, '50'],
    [79_999, '20.1'],
    [1_000_000, '900'],
  ])('of %i jumps and is asked about; said to be right it is taken', async (price, percent) => {
    await db.as('warehouse', async (me) => {
      expect(await asked(me, price)).toEqual([jump('100000', String(price), percent)]);
      expect(await asked(me, price, { acceptJumps: [['GIA', price + 1]] })).toHaveLength(1);
      await receipts.create(me, { lines: [['GIA', 1, price]], acceptJumps: [['GIA', price]] });
    });
  });

  test('is compared with the day before the receipt, not with what came the same day or later', async () => {
    await db.as('admin', async (me) => {
      const day = (ago: number) => dayFromToday(me, -ago);
      await receipts.create(me, {
        lines: [['GIA', 1, 200_000]],
        date: await day(10),
        acceptJumps: [['GIA', 200_000]],
      });
      // the same day: still against 100,000
      expect(await asked(me, 210_000, { date: await day(10) })).toEqual([
        jump('100000', '210000', '110'),
      ]);
      expect(await asked(me, 100_000, { date: await day(9) })).toEqual([
        jump('200000', '100000', '50'),
      ]);
      await receipts.create(me, { lines: [['GIA', 1, 110_000]], date: await day(11) });
    });
  });

  test('of goods that are free is none', async () => {
    await db.as('warehouse', async (me) => {
      expect(
        await receipts.create(me, {
          lines: [
            ['GIA', 10, 100_000],
            ['GIA', 1, 0, 'free'],
          ],
        }),
      ).toMatchObject({ total_amount: '1000000' });
    });
  });

  test('is not asked about while the regulation is empty', async () => {
    await db.as('admin', async (me) => {
      await setRegulation(me, { key: 'PRICE_JUMP_PERCENT', value: '' });
      expect(await receipts.create(me, { lines: [['GIA', 1, 900_000]] })).toMatchObject({
        total_amount: '900000',
      });
    });
  });
});

test('what a receipt asks about counts and prices comes in one refusal', async () => {
  await db.as('admin', async (me) => {
    await counts.create(me, { lines: [['GIA', 10]], date: await dayFromToday(me, -3) });
    expect(await asked(me, 300_000, { date: await dayFromToday(me, -5) })).toMatchObject([
      { code: 'COUNTED_SINCE' },
      { code: 'PRICE_JUMP', figures: { old_price: '100000', new_price: '300000', percent: '200' } },
    ]);
    await receipts.create(me, {
      lines: [['GIA', 1, 300_000]],
      date: await dayFromToday(me, -5),
      counted: [['GIA', true]],
      acceptJumps: [['GIA', 300_000]],
    });
  });
});

test('an accepted price belongs to the request, to an item of it, and is a price', async () => {
  await db.as('warehouse', async (me) => {
    const wish = { lines: [['GIA', 1, 150_000]] as [string, number, number][], clientKey: 'once' };
    const first = await receipts.create(me, { ...wish, acceptJumps: [['GIA', 150_000]] });
    expect(await receipts.create(me, { ...wish, acceptJumps: [['GIA', 150_000]] })).toEqual(first);
    expect((await receipts.refused(me, { ...wish, acceptJumps: [['GIA', 160_000]] })).code).toBe(
      'SDDUP',
    );
    expect(
      (
        await receipts.refused(me, {
          lines: [['GIA', 1, 150_000]],
          acceptJumps: [
            ['MI', 1],
            ['GIA', null],
          ],
        })
      ).details['fields'],
    ).toMatchObject([
      { path: 'accept_jumps.0.item_id', reason: 'not_on_the_document' },
      { path: 'accept_jumps.1.price', reason: 'required' },
    ]);
  });
});
