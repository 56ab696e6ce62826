import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromToday, stockLedger, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { take, takeRefused } from '../../support/life.ts';
import { addItem } from '../../support/master.ts';
import { countedOf, slipMaker, type Counted, type SlipMaker } from '../../support/slip.ts';
import {
  countMaker,
  receiptMaker,
  returnMaker,
  type CountMaker,
  type CountWish,
  type ReceiptMaker,
  type ReturnMaker,
} from '../../support/stock.ts';

let db: TestDatabase;
let counts: CountMaker;
let receipts: ReceiptMaker;
let returns: ReturnMaker;
let slips: SlipMaker;
const days = { before: '', counted: '', today: '' };

beforeAll(async () => {
  db = await testDatabase();
  [counts, receipts, returns, slips] = [
    await countMaker(db),
    await receiptMaker(db),
    await returnMaker(db),
    await slipMaker(db),
  ];
  [days.before, days.counted, days.today] = [
    await dayFromToday(db, -3),
    await dayFromToday(db, -2),
    await dayFromToday(db, 0),
  ];
  await db.query('update agency.agency set reception_date = $1', ['2020-01-01']);
  await db.query('update agency.agency_type set debt_limit = 900000000');
  await db.commitAs('warehouse', async (me) => {
    await counts.create(me, {
      lines: [
        ['MI', 48],
        ['DUONG', '20.5'],
        ['LE', 1000],
      ],
      date: days.counted,
    });
  });
});
afterAll(() => db.close());

const itemId = async (sku: string): Promise<string> =>
  (await db.query<{ id: string }>('select id::text from inventory.item where sku = $1', [sku]))[0]
    ?.id ?? '';

const late = (counted?: Counted) => ({
  lines: [
    ['MI', 5, 100_000],
    ['DUONG', '0.5', 20_000],
    ['MI', 1, 100_000],
    ['CUOI', 1, 5000],
  ] as [string, number | string, number][],
  date: days.before,
  clientKey: 'late',
  ...(counted && { counted }),
});

describe('a document that comes after counts', () => {
  test('is asked about each of its items that was counted, all at once, and leaves no trace', async () => {
    await db.as('admin', async (me) => {
      const { code, details } = await receipts.refused(me, late());

      expect(code).toBe('SDCFM');
      expect(details).toMatchObject({
        count: 2,
        questions: [
          {
            code: 'COUNTED_SINCE',
            figures: {
              sku: 'MI',
              counted: '48',
              book: '54',
              quantity: '6',
              count_date: days.counted,
            },
          },
          {
            code: 'COUNTED_SINCE',
            figures: { sku: 'DUONG', counted: '20.5', book: '21', quantity: '0.5' },
          },
        ],
      });
      // the key may be used again, and an answer is only asked for what is left
      expect((await receipts.refused(me, late([['DUONG', false]]))).details).toMatchObject({
        count: 1,
        questions: [{ figures: { sku: 'MI' } }],
      });
      await receipts.create(
        me,
        late([
          ['DUONG', false],
          ['MI', true],
        ]),
      );
      expect([
        await stockOf(me, 'MI'),
        await stockOf(me, 'DUONG'),
        await stockOf(me, 'CUOI'),
      ]).toEqual(['48', '21', '2']);
      expect((await stockLedger(me, 'MI')).slice(-2)).toMatchObject([
        { kind: 'receipt', quantity: '6' },
        { kind: 'count_kept', quantity: '-6' },
      ]);
    });
  });

  test('ignores answers that nobody asked for', async () => {
    await db.as('admin', async (me) => {
      await receipts.create(
        me,
        late([
          ['MI', false],
          ['DUONG', false],
          ['CUOI', true],
        ]),
      );
      expect(await stockOf(me, 'CUOI')).toBe('2');
    });
    await db.as('admin', async (me) => {
      await receipts.create(me, { lines: [['MI', 5, 100_000]], counted: [['MI', true]] });
      expect(await stockOf(me, 'MI')).toBe('53');
    });
  });

  test('is judged with its answers: any order is one request, another answer is another', async () => {
    await db.as('admin', async (me) => {
      const first = await receipts.create(
        me,
        late([
          ['MI', true],
          ['DUONG', false],
        ]),
      );

      expect(
        await receipts.create(
          me,
          late([
            ['DUONG', false],
            ['MI', true],
          ]),
        ),
      ).toEqual(first);
      expect(
        (
          await receipts.refused(
            me,
            late([
              ['DUONG', true],
              ['MI', true],
            ]),
          )
        ).code,
      ).toBe('SDDUP');
    });
  });

  test('has every answer that is wrong named at once', async () => {
    await db.as('admin', async (me) => {
      const { code, details } = await receipts.refused(
        me,
        late([
          ['MI', null],
          [null, true],
          ['TRON', true],
          ['MI', true],
        ]),
      );

      expect(code).toBe('SDVAL');
      expect(
        (details['fields'] as { path: string; reason: string }[])
          .map(({ path, reason }) => `${path} ${reason}`)
          .toSorted(),
      ).toEqual([
        'counted.0.included required',
        'counted.1.item_id required',
        'counted.2.item_id not_on_the_document',
        'counted.3.item_id named_twice',
      ]);
    });
  });

  test('of today, or of a day after the count, asks nothing', async () => {
    await db.as('admin', async (me) => {
      await counts.create(me, { lines: [['TRON', 10]] });
      await receipts.create(me, { lines: [['MI', 5, 100_000]] });
      await receipts.create(me, { lines: [['MI', 5, 100_000]], date: await dayFromToday(db, -1) });
      // a count of today is not over: it means the end of its day
      await receipts.create(me, { lines: [['TRON', 5, 20_000]], date: days.before });
      expect([await stockOf(me, 'MI'), await stockOf(me, 'TRON')]).toEqual(['58', '15']);
    });
  });
});

test('reversing a document asks about counts of its items that were not kept for it', async () => {
  await db.as('admin', async (me) => {
    const { id } = await receipts.create(
      me,
      late([
        ['MI', true],
        ['DUONG', false],
      ]),
    );

    const { code, details } = await receipts.cancelRefused(me, id);
    expect(code).toBe('SDCFM');
    expect(details).toMatchObject({
      count: 1,
      questions: [{ figures: { sku: 'DUONG', counted: '20.5', book: '20.5', quantity: '-0.5' } }],
    });

    await receipts.cancel(me, id, 'Nhập nhầm', 'cancel', [['DUONG', true]]);
    expect((await stockLedger(me, 'MI')).slice(-2)).toMatchObject([
      { kind: 'count_kept_cancel', quantity: '6' },
      { kind: 'receipt_cancel', quantity: '-6' },
    ]);
    expect((await stockLedger(me, 'DUONG')).slice(-2)).toMatchObject([
      { kind: 'count_kept', quantity: '0.5', business_date: days.today },
      { kind: 'receipt_cancel', quantity: '-0.5' },
    ]);
    expect([await stockOf(me, 'MI'), await stockOf(me, 'DUONG')]).toEqual(['48', '21']);
    expect((await receipts.cancelRefused(me, id)).code).toBe('SDTRN');
  });
});

describe('a slip that comes after a count', () => {
  test('takes what the count had seen gone, though nothing is left, and gives it back when it is cancelled', async () => {
    await db.as('admin', async (me) => {
      await counts.create(me, { lines: [['CUOI', 0]], date: days.counted });
      const slip = await slips.create(me, {
        agency: 'DL0001',
        lines: [['CUOI', 1]],
        date: days.before,
        counted: [['CUOI', true]],
      });
      expect((await stockLedger(me, 'CUOI')).slice(-2)).toMatchObject([
        { kind: 'count_kept', quantity: '1', balance_after: '1', business_date: days.counted },
        { kind: 'issue', quantity: '-1', balance_after: '0' },
      ]);

      await take(me, 'cancel_issue', slip.id);
      expect((await stockLedger(me, 'CUOI')).slice(-2)).toMatchObject([
        { kind: 'issue_cancel', balance_after: '1' },
        {
          kind: 'count_kept_cancel',
          quantity: '-1',
          balance_after: '0',
          business_date: days.today,
        },
      ]);
      // on top of an empty shelf there is none
      expect(
        await slips.refused(me, {
          agency: 'DL0001',
          lines: [['CUOI', 1]],
          date: days.before,
          counted: [['CUOI', false]],
        }),
      ).toMatchObject({ code: 'SDSTK', details: { items: [{ sku: 'CUOI', available: '0' }] } });
    });
  });

  test('cannot have left before there was so much', async () => {
    await db.as('admin', async (me) => {
      await receipts.create(me, {
        lines: [['CUOI', 9, 5000]],
        date: days.counted,
        counted: [['CUOI', false]],
      });
      await counts.create(me, { lines: [['CUOI', 2]], date: days.counted });

      expect(
        await slips.refused(me, {
          agency: 'DL0001',
          lines: [['CUOI', 2]],
          date: days.before,
          counted: [['CUOI', true]],
        }),
      ).toMatchObject({
        code: 'SDSTK',
        details: { items: [{ sku: 'CUOI', first_day: days.before }] },
      });
    });
  });

  test('is asked when a request is confirmed for an earlier day, and when that slip is cancelled', async () => {
    await db.as('admin', async (me) => {
      const request = () =>
        me.one<{ id: string }>(
          `select s.id::text
            from inventory.request_issue(gen_random_uuid()::text, $1,
              array[row($2, 4, false)::inventory.issue_line]) as s`,
          [slips.agencyId('DL0001'), slips.itemId('MI')],
        );
      const yes = countedOf(new Map([['MI', slips.itemId('MI')]]), [['MI', true]]);
      const [first, second] = [await request(), await request()];

      expect(await takeRefused(me, 'confirm_issue', first.id, { date: days.before })).toMatchObject(
        {
          code: 'SDCFM',
          details: {
            questions: [
              { code: 'COUNTED_SINCE', figures: { sku: 'MI', quantity: '-4', book: '44' } },
            ],
          },
        },
      );
      await take(me, 'confirm_issue', first.id, { date: days.before, counted: yes });
      expect(await stockOf(me, 'MI')).toBe('48');
      await take(me, 'confirm_issue', second.id, {
        date: days.before,
        counted: yes?.replace('true', 'false') ?? null,
      });
      expect(await stockOf(me, 'MI')).toBe('44');

      expect(await takeRefused(me, 'cancel_issue', second.id)).toMatchObject({
        code: 'SDCFM',
        details: {
          questions: [{ figures: { sku: 'MI', quantity: '4', book: '48' } }],
        },
      });
      await take(me, 'cancel_issue', second.id, { counted: yes });
      await take(me, 'cancel_issue', first.id);
      expect(await stockOf(me, 'MI')).toBe('44');
    });
  });
});

test('a return that comes after a count, at once or asked for, and undoing it', async () => {
  await db.as('admin', async (me) => {
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [['MI', 6]],
      date: days.before,
      counted: [['MI', true]],
    });
    const wish = { slip: slip.id, lines: [['MI', 2]] as [string, number][], date: days.counted };

    expect(await returns.refused(me, wish)).toMatchObject({
      code: 'SDCFM',
      details: { questions: [{ figures: { sku: 'MI', quantity: '2', book: '50' } }] },
    });
    const made = await returns.create(me, { ...wish, counted: [['MI', true]] });
    expect((await stockLedger(me, 'MI')).slice(-2)).toMatchObject([
      { kind: 'return', quantity: '2' },
      { kind: 'count_kept', quantity: '-2', business_date: days.counted },
    ]);

    const asked = await returns.request(me, wish);
    expect((await returns.confirmRefused(me, asked.id)).code).toBe('SDCFM');
    await returns.confirm(me, asked.id, null, 'confirm', [['MI', false]]);
    expect(await stockOf(me, 'MI')).toBe('50');

    expect((await returns.cancelRefused(me, asked.id)).code).toBe('SDCFM');
    await returns.cancel(me, asked.id, 'Gõ nhầm', 'undo', [['MI', true]]);
    expect((await stockLedger(me, 'MI')).slice(-2)).toMatchObject([
      { kind: 'count_kept', quantity: '2' },
      { kind: 'return_cancel', quantity: '-2' },
    ]);
    await returns.cancel(me, made.id);
    expect(await stockOf(me, 'MI')).toBe('50');
  });
});

test('a count that comes after a count of a later day, of what is missing and of what was found', async () => {
  await db.as('warehouse', async (me) => {
    const wish: CountWish = {
      lines: [
        ['MI', 46],
        ['LE', 1003],
        ['DUONG', '20.5'],
      ],
      date: days.before,
    };

    expect((await counts.refused(me, wish)).details).toMatchObject({
      count: 2,
      questions: [
        {
          code: 'COUNTED_SINCE',
          figures: { sku: 'MI', counted: '48', quantity: '-4', book: '44' },
        },
        {
          code: 'COUNTED_SINCE',
          figures: { sku: 'LE', counted: '1000', quantity: '3', book: '1003' },
        },
      ],
    });
    await counts.create(me, {
      ...wish,
      counted: [
        ['LE', true],
        ['MI', true],
      ],
    });
    expect((await stockLedger(me, 'MI')).slice(-2)).toMatchObject([
      { kind: 'count_kept', quantity: '4', business_date: days.counted },
      { kind: 'count', quantity: '-4', business_date: days.before },
    ]);
    expect((await stockLedger(me, 'LE')).slice(-2)).toMatchObject([
      { kind: 'count', quantity: '3', business_date: days.before },
      { kind: 'count_kept', quantity: '-3', business_date: days.counted },
    ]);
    expect([await stockOf(me, 'MI'), await stockOf(me, 'LE')]).toEqual(['48', '1000']);
  });
});

test('an item that was counted has a history: its books are not opened behind the count', async () => {
  await addItem(db, { sku: 'TRONGKE', importPrice: 1000 });
  await db.as('warehouse', async (me) => {
    await counts.create(me, { lines: [[await itemId('TRONGKE'), 0, 0]], date: days.counted });

    expect(
      await me.one(
        'select inventory.open_stock(array[row($1, 5, false)::inventory.issue_line], '
          + '$2)::integer as opened',
        [await itemId('TRONGKE'), days.before],
      ),
    ).toEqual({ opened: 0 });
  });
});

test('the books are right after all of that', async () => {
  await db.commitAs('admin', async (me) => {
    const { id } = await receipts.create(
      me,
      late([
        ['MI', true],
        ['DUONG', true],
      ]),
    );
    await receipts.cancel(me, id);
  });
  expect(await brokenInvariants(db)).toEqual({});
});
