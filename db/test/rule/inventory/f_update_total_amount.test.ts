import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linesOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addAgency } from '../../support/master.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  await addAgency(db, { code: 'DL1001', debtLimit: 1_000_000_000 });
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const atRule = (sku: string, quantity: number) => ({
  sku,
  quantity: String(quantity),
  unit_price: slips.worth(sku),
  line_total: slips.worth(sku, quantity),
});

test('the total of a slip is the sum of its lines', async () => {
  await db.as('sales', async (me) => {
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['MI', 3],
        ['LE', 10],
        ['DUONG', 2],
      ],
    });

    expect(await linesOf(me, slip.id)).toEqual([
      atRule('MI', 3),
      atRule('LE', 10),
      atRule('DUONG', 2),
    ]);
    const sum = [slips.worth('MI', 3), slips.worth('LE', 10), slips.worth('DUONG', 2)]
      .map(Number)
      .reduce((one, other) => one + other);
    expect(slip.total_amount).toBe(String(sum));
  });
});

test('each line is rounded once, half up to whole đồng, and the rounded lines are added', async () => {
  await db.as('sales', async (me) => {
    // 0.05 × 24,990 = 1,249.5
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['DUONG', '0.05'],
        ['MI', 1],
      ],
    });

    const [sugar] = await linesOf(me, slip.id);

    expect(sugar).toEqual({
      sku: 'DUONG',
      quantity: '0.05',
      unit_price: '24990',
      line_total: '1250',
    });
    expect(slip.total_amount).toBe('111410');
  });
});

test('the same item twice is one line, so its sum is rounded once', async () => {
  await db.as('sales', async (me) => {
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['DUONG', '0.05'],
        ['DUONG', '0.05'],
      ],
    });

    expect(await linesOf(me, slip.id)).toMatchObject([{ quantity: '0.1', line_total: '2499' }]);
    expect(slip.total_amount).toBe('2499');
  });
});

test('whatever is on a slip, its total is the sum of quantity × price of its lines', async () => {
  const line = fc.tuple(
    fc.constantFrom('TRON', 'MI', 'LE', 'DUONG'),
    fc.integer({ min: 1, max: 40 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 6 }), async (wanted) => {
      const quantities = new Map<string, number>();
      for (const [sku, quantity] of wanted) {
        // sugar in steps of 5 g, so that six lines stay within the 20.5 kg there are
        const amount = sku === 'DUONG' ? quantity * 5 : quantity * 1000;
        quantities.set(sku, (quantities.get(sku) ?? 0) + amount);
      }
      fc.pre((quantities.get('MI') ?? 0) <= 50_000 && (quantities.get('TRON') ?? 0) <= 100_000);
      const expected = [...quantities].reduce(
        (sum, [sku, thousandths]) => sum + halfUp(thousandths * Number(slips.worth(sku)), 1000),
        0,
      );

      const slip = await db.as('manager', (me) =>
        slips.create(me, {
          agency: 'DL1001',
          lines: wanted.map(([sku, quantity]) => [
            sku,
            sku === 'DUONG' ? ((quantity * 5) / 1000).toFixed(3) : quantity,
          ]),
        }),
      );

      expect(slip.total_amount).toBe(String(expected));
    }),
    { numRuns: 40, seed: 2026 },
  );
});

/** Whole-number division, rounded half up. */
function halfUp(dividend: number, divisor: number): number {
  return Math.floor((dividend * 2 + divisor) / (divisor * 2));
}
