import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromToday, stockLedger, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addItem } from '../../support/master.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

// The part of f_reduce_stock_on_issue that looks at the days between a slip's date and today.
let db: TestDatabase;
let slips: SlipMaker;
const days = { lastWeek: '', threeDaysAgo: '', yesterday: '', today: '' };

beforeAll(async () => {
  db = await testDatabase();
  days.lastWeek = await dayFromToday(db, -7);
  days.threeDaysAgo = await dayFromToday(db, -3);
  days.yesterday = await dayFromToday(db, -1);
  days.today = await dayFromToday(db, 0);
  // came in three days ago: before that there was none
  await addItem(db, { sku: 'MOI', importPrice: 1000, stock: 10, stockSince: days.threeDaysAgo });
  slips = await slipMaker(db);
});
afterAll(() => db.close());

describe('a back-dated slip', () => {
  test('counts on its own date, and goes last in the ledger', async () => {
    await db.as('manager', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['MOI', 4]], date: days.today });

      await slips.create(me, { agency: 'DL0001', lines: [['MOI', 6]], date: days.threeDaysAgo });

      expect(await stockLedger(me, 'MOI')).toMatchObject([
        { seq: '1', balance_after: '10', business_date: days.threeDaysAgo },
        { seq: '2', balance_after: '6', business_date: days.today },
        { seq: '3', balance_after: '0', business_date: days.threeDaysAgo },
      ]);
    });
  });

  test('before the goods came in is refused, and the first short day is named', async () => {
    await db.as('manager', async (me) => {
      const refusal = await slips.refused(me, {
        agency: 'DL0001',
        lines: [['MOI', 4]],
        date: days.lastWeek,
      });

      expect(refusal).toMatchObject({
        code: 'SDSTK',
        details: {
          items: [
            {
              sku: 'MOI',
              requested: '4',
              available: '0',
              shortage: '4',
              first_day: days.lastWeek,
            },
          ],
        },
      });
    });
  });

  test('that takes more than is left today is refused without naming a day', async () => {
    await addItem(db, { sku: 'HAI', importPrice: 1000, stock: 10, stockSince: days.lastWeek });
    const local = await slipMaker(db);
    await db.as('manager', async (me) => {
      await local.create(me, { agency: 'DL0001', lines: [['HAI', 8]], date: days.yesterday });

      const refusal = await local.refused(me, {
        agency: 'DL0001',
        lines: [['HAI', 3]],
        date: days.threeDaysAgo,
      });

      // 2 are left today, so it is short today as much as it was yesterday
      expect(refusal).toMatchObject({
        code: 'SDSTK',
        details: {
          items: [
            {
              sku: 'HAI',
              requested: '3',
              available: '2',
              shortage: '1',
            },
          ],
        },
      });
    });
  });
});

test('the first of the later days that would be short is named, though there is enough again today', async () => {
  // 5 in last week, 3 taken three days ago and 2 yesterday; 5 more came in today, so today there
  // are 5
  await addItem(db, { sku: 'GIUA', importPrice: 1000, stock: 5, stockSince: days.lastWeek });
  await addItem(db, { sku: 'DU', importPrice: 1000, stock: 50, stockSince: days.lastWeek });
  const local = await slipMaker(db);
  await db.commitAs('manager', async (me) => {
    await local.create(me, { agency: 'DL0001', lines: [['GIUA', 3]], date: days.threeDaysAgo });
    await local.create(me, { agency: 'DL0001', lines: [['GIUA', 2]], date: days.yesterday });
  });
  await db.query(
    `with item as (
       update inventory.item set stock_quantity = 5, stock_seq = 4 where sku = 'GIUA' returning id)
     insert into inventory.stock_movement (item_id, seq, kind, quantity, balance_after,
       business_date)
     select id, 4, 'opening', 5, 5, config.business_date() from item`,
  );

  await db.as('manager', async (me) => {
    const refusal = await local.refused(me, {
      agency: 'DL0001',
      lines: [
        ['DU', 1],
        ['GIUA', 3],
      ],
      date: days.lastWeek,
    });
    expect(refusal).toMatchObject({
      code: 'SDSTK',
      details: {
        items: [
          {
            sku: 'GIUA',
            requested: '3',
            available: '0',
            shortage: '3',
            first_day: days.threeDaysAgo,
          },
        ],
      },
    });
    expect(refusal.details['items']).toHaveLength(1);

    await local.create(me, { agency: 'DL0001', lines: [['GIUA', 5]], date: days.today });
    expect(await stockOf(me, 'GIUA')).toBe('0');
  });
});
