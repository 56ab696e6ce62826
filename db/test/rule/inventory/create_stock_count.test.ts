import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { dayFromToday, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { slipMaker, unknownKey, type SlipMaker } from '../../support/slip.ts';
import { countMaker, type CountMaker } from '../../support/stock.ts';

let db: TestDatabase;
let counts: CountMaker;
let slips: SlipMaker;
let today = '';

beforeAll(async () => {
  db = await testDatabase();
  counts = await countMaker(db);
  slips = await slipMaker(db);
  today = await dayFromToday(db, 0);
});
afterAll(() => db.close());

const linesOf = (me: Actor) =>
  me.query(
    `select i.sku, trim_scale(d.book_quantity)::text as book,
      trim_scale(d.counted_quantity)::text as counted,
     trim_scale(d.difference_quantity)::text as difference
   from inventory.stock_count_detail as d join inventory.item as i on i.id = d.item_id
   order by d.line_no`,
  );

test('a count sets the books to what was there, and keeps what they said', async () => {
  await db.as('warehouse', async (me) => {
    expect(
      await counts.create(me, {
        lines: [
          ['MI', 48],
          ['DUONG', '21.125'],
          ['LE', 1000],
          ['CUOI', 0],
          ['NGUNG', 9],
        ],
      }),
    ).toMatchObject({ code: `KK-${today.slice(0, 4)}-000001`, count_date: today });

    expect(await linesOf(me)).toEqual([
      { sku: 'MI', book: '50', counted: '48', difference: '-2' },
      { sku: 'DUONG', book: '20.5', counted: '21.125', difference: '0.625' },
      { sku: 'LE', book: '1000', counted: '1000', difference: '0' },
      { sku: 'CUOI', book: '1', counted: '0', difference: '-1' },
      { sku: 'NGUNG', book: '10', counted: '9', difference: '-1' },
    ]);
    expect(await stockOf(me, 'MI')).toBe('48');
    expect(await stockOf(me, 'CUOI')).toBe('0');
  });
});

test('the same key gives the first count again, and is refused for another', async () => {
  await db.as('warehouse', async (me) => {
    const first = await counts.create(me, { clientKey: 'k', lines: [['MI', 48, 50]] });

    expect(await counts.create(me, { clientKey: 'k', lines: [['MI', '48.000', '50.0']] })).toEqual(
      first,
    );
    expect((await counts.refused(me, { clientKey: 'k', lines: [['MI', 47, 50]] })).code).toBe(
      'SDDUP',
    );
  });
});

test('every problem is named at once', async () => {
  const nobody = await unknownKey(db);
  await db.as('warehouse', async (me) => {
    const refusal = await counts.refused(me, {
      date: await dayFromToday(db, 1),
      note: 'x'.repeat(501),
      lines: [
        ['MI', -1, 'NaN'],
        ['MI', 1],
        [nobody, null, null],
        ['LE', '0.5', -1],
        ['DUONG', '0.0001', '0.0001'],
        ['CUOI', 'NaN', '1000000001'],
        ['TRON', '1000000001'],
        [null, 1],
      ],
    });

    const fields = refusal.details['fields'] as { path: string; reason: string }[];
    expect(refusal.code).toBe('SDVAL');
    expect(fields.map(({ path, reason }) => `${path} ${reason}`).toSorted()).toEqual(
      [
        'count_date in_future',
        'items.0.counted negative',
        'items.1.item_id repeated',
        'items.2.counted required',
        'items.2.item_id unknown',
        'items.3.counted whole_number_only',
        'items.4.counted too_many_decimals',
        'items.5.counted not_a_number',
        'items.6.counted too_large',
        'items.7.item_id required',
        'items.0.seen not_a_number',
        'items.2.seen required',
        'items.3.seen negative',
        'items.4.seen too_many_decimals',
        'items.5.seen too_large',
        'note too_long',
      ].toSorted(),
    );
    expect((await counts.refused(me, { lines: [] })).details).toMatchObject({
      fields: [{ path: 'items', reason: 'required' }],
    });
    expect(
      (await counts.refused(me, { lines: [['MI', 1]], date: '1999-01-01' })).details,
    ).toMatchObject({ fields: [{ path: 'count_date', reason: 'too_early' }] });
  });
});

test('the same key with other books seen is another request', async () => {
  await db.as('warehouse', async (me) => {
    await counts.create(me, { clientKey: 'k', lines: [['MI', 48, 50]] });

    expect((await counts.refused(me, { clientKey: 'k', lines: [['MI', 48, 49]] })).code).toBe(
      'SDDUP',
    );
  });
});

describe('stock that moved since it was counted', () => {
  test('is named with what moved it, all items at once, and nothing is written', async () => {
    await db.as('admin', async (me) => {
      const slip = await slips.create(me, {
        agency: 'DL0001',
        lines: [
          ['MI', 10],
          ['CUOI', 1],
        ],
      });

      const refusal = await counts.refused(me, {
        clientKey: 'k',
        lines: [
          ['LE', 1000, 1000],
          ['MI', 50, 50],
          ['CUOI', 0, 1],
        ],
      });

      const moved = [
        { kind: 'issue', code: slip.code, recorded_at: expect.any(String), by: 'Trần Quản Trị' },
      ];
      expect(refusal).toMatchObject({
        code: 'SDMOV',
        details: {
          items: [
            {
              sku: 'MI',
              unit: 'Thùng',
              seen: '50',
              book: '40',
              counted: '50',
              counted_before: '40',
              counted_after: '50',
              moved_by: [{ ...moved[0], quantity: '-10' }],
            },
            // one was there and one has left: it cannot have been counted as none before that
            {
              sku: 'CUOI',
              seen: '1',
              book: '0',
              counted: '0',
              counted_before: null,
              counted_after: '0',
              moved_by: [{ ...moved[0], quantity: '-1' }],
            },
          ],
        },
      });
      expect(
        await counts.create(me, {
          clientKey: 'k',
          lines: [
            ['LE', 1000, 1000],
            ['MI', 40, 40],
            ['CUOI', 0, 0],
          ],
        }),
      ).toHaveProperty('code');
    });
  });

  test('is not explained by movements when nobody can have seen that', async () => {
    await db.as('warehouse', async (me) => {
      expect((await counts.refused(me, { lines: [['MI', 50, 33]] })).details).toMatchObject({
        items: [{ seen: '33', book: '50', moved_by: [] }],
      });
    });
  });

  test('counts what happened up to the day that was counted', async () => {
    const yesterday = await dayFromToday(db, -1);
    await db.as('admin', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['MI', 5]], date: yesterday });
      await slips.create(me, { agency: 'DL0001', lines: [['MI', 10]] });

      expect(
        (await counts.refused(me, { lines: [['MI', 50, 50]], date: yesterday })).details,
      ).toMatchObject({ items: [{ book: '45', moved_by: [{ quantity: '-5' }] }] });
      await counts.create(me, { lines: [['MI', 45, 45]], date: yesterday });
      expect(await stockOf(me, 'MI')).toBe('35');
    });
  });
});

describe('booksOn', () => {
  const booksOn =
    'select i.sku, trim_scale(b.book_quantity)::text as book, '
    + 'trim_scale(b.stock_quantity)::text as stock '
    + `from inventory.books_on(array(select id from inventory.item where sku in ('MI', 'LE')),
      $1) as b
       join inventory.item as i on i.id = b.item_id order by i.sku`;

  test('says what the books of a day said, and what is there now', async () => {
    const yesterday = await dayFromToday(db, -1);
    await db.as('admin', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['MI', 10]] });

      expect(await me.query(booksOn, [yesterday])).toEqual([
        { sku: 'LE', book: '1000', stock: '1000' },
        { sku: 'MI', book: '50', stock: '40' },
      ]);
      expect(await me.query(booksOn, [today])).toMatchObject([
        {},
        { sku: 'MI', book: '40', stock: '40' },
      ]);
    });
  });

  test.each<[string | null, string]>([
    [null, 'required'],
    ['1999-12-31', 'too_early'],
    ['2999-01-01', 'in_future'],
  ])('refuses %s: %s', async (day, reason) => {
    await db.as('warehouse', async (me) => {
      expect((await me.refusal(booksOn, [day])).details).toMatchObject({
        fields: [{ path: 'on_date', reason }],
      });
    });
  });

  test('is for those who count', async () => {
    await db.as('manager', async (me) => {
      expect(await me.refusal(booksOn, [today])).toMatchObject({
        code: 'SDPRM',
        details: { scope: 'inventory:adjust' },
      });
    });
    await db.as('sales', async (me) => {
      expect((await me.refusal(booksOn, [today])).code).toBe('42501');
    });
  });
});

test.each<[Person, string]>([
  ['manager', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s may not count stock', async (person, code) => {
  await db.as(person, async (me) => {
    expect((await counts.refused(me, { lines: [['MI', 1]] })).code).toBe(code);
  });
});

test('staff, warehouse and auditors read counts; sales and agencies do not', async () => {
  await db.commitAs('warehouse', (me) => counts.create(me, { lines: [['MI', 50]] }));
  for (const person of ['warehouse', 'manager', 'auditor'] as const) {
    await db.as(person, async (me) => {
      expect(await me.query('select id from inventory.stock_count')).toHaveLength(1);
      expect(await me.query('select id from inventory.stock_count_detail')).toHaveLength(1);
    });
  }
  for (const person of ['sales', 'agency'] as const) {
    await db.as(person, async (me) => {
      expect((await me.refusal('select id from inventory.stock_count')).code).toBe('42501');
      expect((await me.refusal('select id from inventory.stock_count_detail')).code).toBe('42501');
    });
  }
});

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
