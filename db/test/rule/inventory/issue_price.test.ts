import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromToday, linesOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

async function priceOf(
  importPrice: number | string,
  ratio: number | string,
): Promise<string | undefined> {
  const [row] = await db.query<{ price: string }>(
    'select inventory.issue_price($1, $2)::text as price',
    [importPrice, ratio],
  );
  return row?.price;
}

describe('the issue price is the import price × the ratio, half up to whole đồng', () => {
  test.each([
    { bought: 108_000, ratio: '1.02', sold: '110160', why: 'without a rest' },
    { bought: 12_345, ratio: '1.02', sold: '12592', why: '12,591.9 goes up' },
    { bought: 12_320, ratio: '1.02', sold: '12566', why: '12,566.4 goes down' },
    { bought: 25, ratio: '1.02', sold: '26', why: '25.5 goes up' },
    { bought: 75, ratio: '1.02', sold: '77', why: '76.5 goes up, not to the even 76' },
    { bought: 1, ratio: '0.5', sold: '1', why: '0.5 goes up' },
    { bought: 980_392, ratio: '1.02', sold: '1000000', why: '999,999.84 goes up' },
  ])('$bought ₫ × $ratio is $sold ₫: $why', async ({ bought, ratio, sold }) => {
    expect(await priceOf(bought, ratio)).toBe(sold);
  });

  test('for every price and every ratio the regulation allows', async () => {
    const price = fc.integer({ min: 1, max: 1_000_000_000 });
    const hundredths = fc.integer({ min: 50, max: 500 });
    await fc.assert(
      fc.asyncProperty(price, hundredths, async (bought, percent) => {
        const exact = BigInt(bought) * BigInt(percent);
        const halfUp = (exact * 2n + 100n) / 200n;

        expect(await priceOf(bought, `${percent / 100}`)).toBe(String(halfUp));
      }),
      { numRuns: 100, seed: 2026 },
    );
  });
});

describe('on a slip', () => {
  test('the price is set by the database and remembers the version of the ratio', async () => {
    await db.as('manager', async (me) => {
      const slip = await slips.create(me, {
        agency: 'DL0001',
        lines: [
          ['MI', 1],
          ['LE', 1],
        ],
      });

      expect(await linesOf(me, slip.id)).toMatchObject([
        { sku: 'MI', unit_price: '110160' },
        { sku: 'LE', unit_price: '12592' },
      ]);
      const versions = await me.query(
        `select distinct v.value from inventory.issue_detail as d
         join config.regulation_version as v on v.id = d.price_regulation_version_id`,
      );
      expect(versions).toEqual([{ value: '1.02' }]);
    });
  });

  test('the price is what the item showed beforehand', async () => {
    await db.as('manager', async (me) => {
      const shown = await me.query<{ sku: string; price: string }>(
        `select i.sku, inventory.item_issue_price(i)::text as price
         from inventory.item as i where i.is_active`,
      );

      const slip = await slips.create(me, {
        agency: 'DL0001',
        lines: shown.map((item) => [item.sku, 1]),
      });

      const lines = await linesOf(me, slip.id);
      expect(lines.map((line) => ({ sku: line.sku, price: line.unit_price }))).toEqual(shown);
    });
  });
});

// Last, because versions of a regulation are never taken back.
describe('when the ratio changes', () => {
  test('a slip takes the version of its own date, and old slips keep their prices', async () => {
    const yesterday = await dayFromToday(db, -1);
    const before = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }),
    );
    await db.query(
      `insert into config.regulation_version (regulation_id, value, valid_from, reason)
       select id, w.value, config.business_date() + w.days, 'Giá xăng tăng'
       from config.regulation
       cross join (values ('1.10', 0), ('2', 1)) as w (value, days)
       where key = 'EXPORT_PRICE_RATIO'`,
    );

    const [late, today] = await db.as('manager', async (me) => [
      await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]], date: yesterday }),
      await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }),
    ]);

    expect(late?.total_amount).toBe('110160');
    expect(today?.total_amount).toBe('118800');
    expect(await linesOf(db, before.id)).toMatchObject([{ unit_price: '110160' }]);
  });
});
