import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, unknownKey, type SlipMaker, type SlipWish } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let nobody: string;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  nobody = await unknownKey(db);
});
afterAll(() => db.close());

/** The problems that sales@ is told of a slip for DL0001 unless the wish says otherwise. */
async function problemsOf(wish: Partial<SlipWish>): Promise<unknown> {
  const refusal = await db.as('sales', (me) =>
    slips.refused(me, {
      agency: 'DL0001',
      lines: [['MI', 1]],
      ...wish,
    }),
  );
  expect(refusal.code).toBe('SDVAL');
  return refusal.details['fields'];
}

const accepted = (wish: Partial<SlipWish>) =>
  db.as('sales', (me) =>
    slips.create(me, {
      agency: 'DL0001',
      lines: [['MI', 1]],
      ...wish,
    }),
  );

describe('a line', () => {
  test.each<[string | number | null, string, string?]>([
    [null, 'required'],
    [0, 'not_positive'],
    [-1, 'not_positive'],
    ['NaN', 'not_a_number'],
    ['Infinity', 'too_large'],
    ['-Infinity', 'not_positive'],
    ['1e30', 'too_large', '1000000000000000000000000000000'],
    [1_000_001, 'too_large'],
    ['0.0001', 'too_many_decimals'],
    ['1.5', 'whole_number_only'],
  ])('of quantity %s is refused: %s', async (quantity, reason, value) => {
    const problems = await problemsOf({ lines: [['MI', quantity]] });

    const told = quantity === null ? {} : { value: value ?? String(quantity) };
    expect(problems).toEqual([{ path: 'items.0.quantity', reason, ...told }]);
  });

  test('in a unit with decimals may have three of them, not four', async () => {
    expect(await accepted({ lines: [['DUONG', '0.125']] })).toMatchObject({ status: 'confirmed' });
    expect(await accepted({ lines: [['DUONG', '0.1250000']] })).toMatchObject({
      status: 'confirmed',
    });

    expect(await problemsOf({ lines: [['DUONG', '0.1251']] })).toEqual([
      { path: 'items.0.quantity', reason: 'too_many_decimals', value: '0.1251' },
    ]);
  });

  test('in a whole unit may be written with zeros behind the point', async () => {
    expect(await accepted({ lines: [['MI', '2.000']] })).toMatchObject({
      total_amount: slips.worth('MI', 2),
    });
  });

  test('of an item nobody knows is refused', async () => {
    expect(await problemsOf({ lines: [[nobody, 1]] })).toEqual([
      { path: 'items.0.item_id', reason: 'unknown', value: nobody },
    ]);
  });

  test('without an item is refused', async () => {
    expect(
      await problemsOf({
        lines: [
          ['MI', 1],
          [null, 1],
        ],
      }),
    ).toEqual([{ path: 'items.1.item_id', reason: 'required' }]);
  });
});

describe('the lines', () => {
  test('must not be empty', async () => {
    expect(await problemsOf({ lines: [] })).toEqual([{ path: 'items', reason: 'required' }]);
  });

  test('must not be missing', async () => {
    const refusal = await db.as('sales', (me) =>
      me.refusal("select inventory.create_issue('k', $1, null)", [slips.agencyId('DL0001')]),
    );

    expect(refusal).toMatchObject({
      code: 'SDVAL',
      details: { fields: [{ path: 'items', reason: 'required' }] },
    });
  });

  test('may be 100, not 101', async () => {
    const line: [string, number] = ['LE', 1];
    expect(await accepted({ lines: Array.from({ length: 100 }, () => line) })).toMatchObject({
      total_amount: slips.worth('LE', 100),
    });

    expect(await problemsOf({ lines: Array.from({ length: 101 }, () => line) })).toEqual([
      { path: 'items', reason: 'too_many_lines', value: '101' },
    ]);
  });
});

describe('the agency', () => {
  test('must be named', async () => {
    expect(await problemsOf({ agency: null })).toEqual([{ path: 'agency_id', reason: 'required' }]);
  });

  test('must exist', async () => {
    expect(await problemsOf({ agency: nobody })).toEqual([
      { path: 'agency_id', reason: 'unknown', value: nobody },
    ]);
  });

  test('of somebody else is as unknown as one that does not exist', async () => {
    expect(await problemsOf({ agency: 'DL0004' })).toEqual([
      { path: 'agency_id', reason: 'unknown', value: slips.agencyId('DL0004') },
    ]);
  });
});

describe('the date', () => {
  test('may be today, not tomorrow', async () => {
    expect(await accepted({ date: await dayFromToday(db, 0) })).toMatchObject({
      status: 'confirmed',
    });

    const tomorrow = await dayFromToday(db, 1);
    expect(await problemsOf({ date: tomorrow })).toEqual([
      { path: 'issue_date', reason: 'in_future', value: tomorrow },
    ]);
  });

  test('may be the day the agency was taken on, not the day before, and that day is told', async () => {
    expect(await accepted({ date: '2024-01-15' })).toMatchObject({ issue_date: '2024-01-15' });

    expect(await problemsOf({ date: '2024-01-14' })).toEqual([
      { path: 'issue_date', reason: 'before_reception', value: '2024-01-15' },
    ]);
  });

  test.each([
    ['infinity', 'in_future'],
    ['-infinity', 'before_reception'],
  ])('may not be %s', async (date, reason) => {
    expect(await problemsOf({ date })).toMatchObject([{ path: 'issue_date', reason }]);
  });
});

describe('the payment on the spot', () => {
  test.each([
    [-1, 'negative'],
    ['-Infinity', 'negative'],
    ['0.5', 'whole_number_only'],
    ['NaN', 'not_a_number'],
    ['Infinity', 'too_large'],
    ['1000000000000000', 'too_large'],
  ])('may not be %s: %s', async (paidNow, reason) => {
    expect(await problemsOf({ paidNow })).toEqual([
      { path: 'paid_now', reason, value: String(paidNow) },
    ]);
  });
});

describe('the note', () => {
  test('may have 500 characters, not 501', async () => {
    expect(await accepted({ note: 'ă'.repeat(500) })).toMatchObject({ status: 'confirmed' });

    expect(await problemsOf({ note: 'ă'.repeat(501) })).toEqual([
      { path: 'note', reason: 'too_long', value: '501' },
    ]);
  });

  test('of blanks is no note', async () => {
    await db.as('sales', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]], note: '   ' });

      expect(await me.query('select note from inventory.issue')).toEqual([{ note: null }]);
    });
  });
});

test('everything that is wrong is told at once, each with its place', async () => {
  const tomorrow = await dayFromToday(db, 1);

  const problems = await problemsOf({
    agency: nobody,
    date: tomorrow,
    paidNow: '-0.5',
    note: 'x'.repeat(600),
    lines: [
      ['MI', 1],
      ['MI', 0],
      [nobody, 'NaN'],
      ['DUONG', '0.0005'],
      [null, null],
    ],
  });

  expect(problems).toHaveLength(10);
  expect(problems).toEqual(
    expect.arrayContaining([
      { path: 'agency_id', reason: 'unknown', value: nobody },
      { path: 'issue_date', reason: 'in_future', value: tomorrow },
      { path: 'paid_now', reason: 'negative', value: '-0.5' },
      { path: 'note', reason: 'too_long', value: '600' },
      { path: 'items.1.quantity', reason: 'not_positive', value: '0' },
      { path: 'items.2.item_id', reason: 'unknown', value: nobody },
      { path: 'items.2.quantity', reason: 'not_a_number', value: 'NaN' },
      { path: 'items.3.quantity', reason: 'too_many_decimals', value: '0.0005' },
      { path: 'items.4.item_id', reason: 'required' },
      { path: 'items.4.quantity', reason: 'required' },
    ]),
  );
});
