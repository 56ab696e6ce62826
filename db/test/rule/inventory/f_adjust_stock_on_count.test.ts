import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, stockLedger, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { countMaker, type CountMaker } from '../../support/stock.ts';

let db: TestDatabase;
let counts: CountMaker;
let slips: SlipMaker;
const days = { threeDaysAgo: '', yesterday: '', today: '' };

beforeAll(async () => {
  db = await testDatabase();
  counts = await countMaker(db);
  slips = await slipMaker(db);
  days.threeDaysAgo = await dayFromToday(db, -3);
  days.yesterday = await dayFromToday(db, -1);
  days.today = await dayFromToday(db, 0);
});
afterAll(() => db.close());

test('each difference is one movement, and no difference is none', async () => {
  await db.as('warehouse', async (me) => {
    await counts.create(me, {
      lines: [
        ['MI', 52],
        ['LE', 1000],
        ['CUOI', 0],
      ],
    });

    expect((await stockLedger(me, 'MI')).slice(1)).toEqual([
      { seq: '2', kind: 'count', quantity: '2', balance_after: '52', business_date: days.today },
    ]);
    expect(await stockLedger(me, 'LE')).toHaveLength(1);
    expect((await stockLedger(me, 'CUOI')).slice(1)).toEqual([
      { seq: '2', kind: 'count', quantity: '-1', balance_after: '0', business_date: days.today },
    ]);
  });
});

test('a count of an earlier day is compared with the books of that day', async () => {
  await db.as('admin', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['MI', 10]], date: days.threeDaysAgo });
    await slips.create(me, { agency: 'DL0001', lines: [['MI', 5]], date: days.today });

    // 40 were there at the end of yesterday, 39 were found
    await counts.create(me, { lines: [['MI', 39]], date: days.yesterday });

    expect((await stockLedger(me, 'MI')).at(-1)).toEqual({
      seq: '4',
      kind: 'count',
      quantity: '-1',
      balance_after: '34',
      business_date: days.yesterday,
    });
  });
});

test('one that found less than has left since is refused, and the first short day is named', async () => {
  await db.as('admin', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['MI', 10]], date: days.yesterday });
    await slips.create(me, { agency: 'DL0001', lines: [['MI', 10]], date: days.today });

    const refusal = await counts.refused(me, {
      lines: [
        ['LE', 1],
        ['MI', 15],
      ],
      date: days.threeDaysAgo,
    });

    expect(refusal).toMatchObject({
      code: 'SDSTK',
      details: {
        items: [
          { sku: 'MI', requested: '35', available: '30', shortage: '5', first_day: days.today },
        ],
      },
    });
    expect(refusal.details['items']).toHaveLength(1);
    await counts.create(me, { lines: [['MI', 20]], date: days.threeDaysAgo });
    expect(await stockOf(me, 'MI')).toBe('0');
  });
});
