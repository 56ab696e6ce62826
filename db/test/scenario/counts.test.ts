// Counts that hold, by the worked examples R14 to R19: right values were worked out by hand.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Refusal } from '../support/actor.ts';
import { dayFromToday, stockLedger, stockOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { slipMaker, type SlipMaker, type SlipWish } from '../support/slip.ts';
import { countMaker, receiptMaker, type CountMaker, type ReceiptMaker } from '../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let counts: CountMaker;
let receipts: ReceiptMaker;

/** Days of the paper by their distance from its today. */
const ago = (day: string, paperToday = '11-20'): Promise<string> =>
  dayFromToday(
    db,
    Math.round((Date.parse(`2026-${day}`) - Date.parse(`2026-${paperToday}`)) / 86_400_000),
  );

const shelves = {
  R14: 3,
  R14B: 3,
  R15: 0,
  R15B: 0,
  R15C: 0,
  R16A: 100,
  R16B: 100,
  R17: 0,
  R18: 90,
  R18B: 90,
  R19: 1,
};

beforeAll(async () => {
  db = await testDatabase();
  await db.query('update agency.agency set reception_date = $1', ['2020-01-01']);
  await db.query('update agency.agency_type set debt_limit = 900000000');
  for (const [sku, quantity] of Object.entries(shelves)) {
    await db.commitAs('warehouse', (me) =>
      me.query(
        `select inventory.create_item($1, $1, $1,
          (select id from inventory.unit where name = 'Thùng'), 10000)`,
        [sku],
      ),
    );
    if (quantity === 0) continue;
    await db.commitAs('warehouse', (me) =>
      me.query(
        `select inventory.open_stock(array(
         select row(i.id, $2, false)::inventory.issue_line from inventory.item as i
         where i.sku = $1), $3)`,
        [sku, quantity, '2024-01-01'],
      ),
    );
  }
  [slips, counts, receipts] = [await slipMaker(db), await countMaker(db), await receiptMaker(db)];
});
afterAll(() => db.close());

const takeIn = (sku: string, quantity: number, date: string, included?: boolean) =>
  db.commitAs('admin', (me) =>
    receipts.create(me, {
      lines: [[sku, quantity, 10_000]],
      date,
      ...(included !== undefined && { counted: [[sku, included]] }),
    }),
  );
const cancel = (me: Actor, id: string, sku: string, included?: boolean) =>
  receipts.cancel(
    me,
    id,
    'Nhập trùng',
    randomUUID(),
    included === undefined ? undefined : [[sku, included]],
  );
const count = (sku: string, counted: number, date: string) =>
  db.commitAs('warehouse', (me) => counts.create(me, { lines: [[sku, counted]], date }));
const questionsOf = ({ code, details }: Refusal) => {
  expect(code).toBe('SDCFM');
  return details['questions'];
};
/** Stock at the end of a day, as the report says. */
const onDay = async (sku: string, day: string) => {
  const [row] = await db.as('manager', (me) =>
    me.query<{ stock: string }>(
      `select trim_scale(s.closing_quantity)::text as stock
        from report.stock_between($1, $1, null, $2) as s`,
      [day, sku],
    ),
  );
  return row?.stock;
};
const signs = async (sku: string, from: number) =>
  (await stockLedger(db, sku))
    .slice(from)
    .map(({ kind, quantity, business_date: day }) => [kind, quantity, day]);
const sell = (sku: string, quantity: number, date?: string) =>
  db.commitAs('admin', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [[sku, quantity]], ...(date && { date }) }),
  );

describe('R14: a receipt of 31/10 comes on 20/11, after a count of 10/11', () => {
  let days: [paper: string, counted: string, today: string];
  beforeAll(async () => {
    days = [await ago('10-31'), await ago('11-10'), await ago('11-20')];
    for (const sku of ['R14', 'R14B']) await count(sku, 1, days[1]);
  });

  test('and is asked whether the count had seen it', async () => {
    const [paper, counted] = days;
    const refusal = await db.as('admin', (me) =>
      receipts.refused(me, { lines: [['R14', 5, 10_000]], date: paper }),
    );

    expect(questionsOf(refusal)).toMatchObject([
      {
        code: 'COUNTED_SINCE',
        figures: {
          sku: 'R14',
          unit: 'Thùng',
          count_date: counted,
          counted: '1',
          book: '6',
          quantity: '5',
          stock_count_code: expect.stringMatching(/^KK-/),
        },
      },
    ]);
    expect(refusal.details['count']).toBe(1);
  });

  test('included: the count stays what it was, and cancelling it asks nothing', async () => {
    const [paper, counted, today] = days;
    const receipt = await takeIn('R14', 5, paper, true);

    expect(await signs('R14', 2)).toEqual([
      ['receipt', '5', paper],
      ['count_kept', '-5', counted],
    ]);
    expect([
      await onDay('R14', paper),
      await onDay('R14', counted),
      await stockOf(db, 'R14'),
    ]).toEqual(['8', '1', '1']);

    await db.commitAs('admin', (me) => cancel(me, receipt.id, 'R14'));
    expect(await signs('R14', 4)).toEqual([
      ['count_kept_cancel', '5', today],
      ['receipt_cancel', '-5', today],
    ]);
    expect(await stockOf(db, 'R14')).toBe('1');
  });

  test('not included: it comes on top', async () => {
    await takeIn('R14B', 5, days[0], false);
    expect(await stockOf(db, 'R14B')).toBe('6');
    expect((await stockLedger(db, 'R14B')).map(({ kind }) => kind)).toEqual([
      'opening',
      'count',
      'receipt',
    ]);
  });
});

describe('R15: a receipt was entered twice, a count put it right, now the second is cancelled', () => {
  const doubled = async (sku: string): Promise<string> => {
    await takeIn(sku, 10, await ago('11-01'));
    const twice = await takeIn(sku, 10, await ago('11-01'));
    await count(sku, 10, await ago('11-10'));
    return twice.id;
  };

  test('included: stock stays 10', async () => {
    const id = await doubled('R15');
    const refusal = await db.as('admin', (me) => receipts.cancelRefused(me, id));
    expect(questionsOf(refusal)).toMatchObject([
      { code: 'COUNTED_SINCE', figures: { sku: 'R15', counted: '10', book: '0', quantity: '-10' } },
    ]);

    await db.commitAs('admin', (me) => cancel(me, id, 'R15', true));
    const today = await ago('11-20');
    expect(await signs('R15', 3)).toEqual([
      ['count_kept', '10', today],
      ['receipt_cancel', '-10', today],
    ]);
    expect(await stockOf(db, 'R15')).toBe('10');
  });

  test('not included: nothing is left', async () => {
    const id = await doubled('R15B');
    await db.commitAs('admin', (me) => cancel(me, id, 'R15B', false));
    expect(await stockOf(db, 'R15B')).toBe('0');
  });

  test('6 sold since: only what the count had seen can be taken back', async () => {
    const id = await doubled('R15C');
    await sell('R15C', 6);

    expect(
      await db.as('admin', (me) =>
        receipts.cancelRefused(me, id, 'Nhập trùng', randomUUID(), [['R15C', false]]),
      ),
    ).toMatchObject({
      code: 'SDNEG',
      details: { items: [{ sku: 'R15C', available: '4', needed: '10', shortage: '6' }] },
    });
    await db.commitAs('admin', (me) => cancel(me, id, 'R15C', true));
    expect(await stockOf(db, 'R15C')).toBe('4');
  });
});

test.each([
  ['before', 'R16A', 'counted_before', '90', []],
  ['after', 'R16B', 'counted_after', '100', [{ kind: 'count', quantity: '10' }]],
] as const)(
  'R16: seen 100, counted 100, 10 sold meanwhile: it was counted %s that',
  async (_, sku, answer, counted, written) => {
    const slip = await sell(sku, 10);
    const refusal = await db.as('warehouse', (me) =>
      counts.refused(me, { lines: [[sku, 100, 100]] }),
    );

    expect(refusal).toMatchObject({
      code: 'SDMOV',
      details: {
        items: [
          {
            sku,
            seen: '100',
            book: '90',
            counted: '100',
            counted_before: '90',
            counted_after: '100',
            moved_by: [{ kind: 'issue', code: slip.code, quantity: '-10' }],
          },
        ],
      },
    });
    const [item] = refusal.details['items'] as Record<string, string>[];
    await db.commitAs('warehouse', (me) =>
      counts.create(me, { lines: [[sku, item?.[answer] ?? null, item?.['book'] ?? null]] }),
    );
    expect(await stockOf(db, sku)).toBe(counted);
    expect((await stockLedger(db, sku)).slice(2)).toMatchObject(written);
  },
);

test('R17: a count of a past day is compared with the books of that day', async () => {
  const day = await ago('11-20', '11-30');
  await takeIn('R17', 50, await ago('11-10', '11-30'));
  await sell('R17', 20, await ago('11-28', '11-30'));

  const [books] = await db.as('warehouse', (me) =>
    me.query(
      `select trim_scale(b.book_quantity)::text as book, trim_scale(b.stock_quantity)::text as stock
     from inventory.books_on(array(select id from inventory.item where sku = 'R17'), $1) as b`,
      [day],
    ),
  );
  expect(books).toEqual({ book: '50', stock: '30' });

  await db.commitAs('warehouse', (me) =>
    counts.create(me, { lines: [['R17', 50, 50]], date: day }),
  );
  expect(await stockLedger(db, 'R17')).toMatchObject([
    { kind: 'receipt' },
    { kind: 'issue', balance_after: '30' },
  ]);
  expect(await stockOf(db, 'R17')).toBe('30');
});

describe('R18: a slip of the day that was counted', () => {
  test('asks nothing while the day is not over', async () => {
    const today = await ago('11-20');
    await count('R18', 100, today);
    await sell('R18', 10);
    expect(await stockOf(db, 'R18')).toBe('90');
  });

  test('asks when it is written the day after', async () => {
    const yesterday = await ago('11-19');
    await count('R18B', 100, yesterday);
    const late: SlipWish = { agency: 'DL0001', lines: [['R18B', 10]], date: yesterday };

    expect(questionsOf(await db.as('admin', (me) => slips.refused(me, late)))).toMatchObject([
      {
        code: 'COUNTED_SINCE',
        figures: {
          sku: 'R18B',
          counted: '100',
          book: '90',
          quantity: '-10',
          count_date: yesterday,
        },
      },
    ]);
    await db.commitAs('admin', (me) => slips.create(me, { ...late, counted: [['R18B', false]] }));
    expect(await stockOf(db, 'R18B')).toBe('90');
    await db.commitAs('admin', (me) => slips.create(me, { ...late, counted: [['R18B', true]] }));
    expect(await signs('R18B', 3)).toEqual([
      ['count_kept', '10', yesterday],
      ['issue', '-10', yesterday],
    ]);
    expect([await onDay('R18B', yesterday), await stockOf(db, 'R18B')]).toEqual(['90', '90']);
  });
});

test('R19: of two counts since then the earlier one decides, and the later one stays what it was', async () => {
  const [paper, first, second] = [await ago('10-31'), await ago('11-05'), await ago('11-10')];
  await count('R19', 6, first);
  await count('R19', 6, second);
  await takeIn('R19', 5, paper, true);

  expect(await signs('R19', 1)).toEqual([
    ['count', '5', first],
    ['receipt', '5', paper],
    ['count_kept', '-5', first],
  ]);
  expect([
    await onDay('R19', paper),
    await onDay('R19', first),
    await onDay('R19', second),
  ]).toEqual(['6', '6', '6']);
});

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
