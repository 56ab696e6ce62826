// Debts put right, by the worked examples: right values were worked out by hand.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { exampleBooks, type Example } from '../support/open_items.ts';

let db: TestDatabase;
let example: (today?: string) => Promise<Example>;

beforeAll(async () => {
  db = await testDatabase();
  ({ example } = await exampleBooks(db));
});
afterAll(() => db.close());

const opened = async (): Promise<Example> => {
  const books = await example();
  await books.begin('01/11', [
    ['HD01', '15/08', '14/09', 3_000_000],
    ['HD02', '01/10', '31/10', 2_000_000],
    ['TT', '05/10', null, -500_000],
  ]);
  return books;
};

async function expectOpen(books: Example, items: [name: string, due: string, open: number][]) {
  const wanted = items.map(([name, due, open]) => ({ name, due, open: String(open) }));
  expect(await books.open()).toEqual(wanted);
  expect(await books.openOn('29/11')).toEqual(wanted);
}

test('R10: an adjustment of an opening row lowers that row, not the one due earliest', async () => {
  const books = await opened();
  await books.adjust('10/11', 'down', 200_000, 'HD02');
  await expectOpen(books, [
    ['HD01', '14/09', 2_500_000],
    ['HD02', '31/10', 1_800_000],
  ]);
  expect(await books.ages()).toEqual([0, 1_800_000, 0, 2_500_000, 0, 0]);
  expect(await books.openOn('09/11')).toEqual([
    { name: 'HD01', due: '14/09', open: '2500000' },
    { name: 'HD02', due: '31/10', open: '2000000' },
  ]);

  await books.pay('28/11', 3_000_000);
  await expectOpen(books, [['HD02', '31/10', 1_300_000]]);
  expect(await books.due()).toBe('1300000');
});

test('R10: one that corrects nothing meets what is due earliest', async () => {
  const books = await opened();
  await books.adjust('10/11', 'down', 200_000);
  expect(await books.debt()).toBe('4300000');
  await expectOpen(books, [
    ['HD01', '14/09', 2_300_000],
    ['HD02', '31/10', 2_000_000],
  ]);
});

test('R10b: an adjustment of a settled row frees what had settled it', async () => {
  const books = await opened();
  const paid = await books.pay('20/11', 2_000_000);
  await books.tellOpening(paid, 'HD02', 2_000_000);
  await expectOpen(books, [['HD01', '14/09', 2_500_000]]);
  await books.adjust('25/11', 'down', 200_000, 'HD02');

  await expectOpen(books, [['HD01', '14/09', 2_300_000]]);
  expect([await books.free(), await books.debt()]).toEqual(['0', '2300000']);
});

test('R11: an adjustment up is an item of its own, due its day', async () => {
  const books = await example();
  await books.adjust('10/11', 'up', 300_000);
  await expectOpen(books, [['DC', '10/11', 300_000]]);
  expect(await books.ages()).toEqual([0, 300_000, 0, 0, 0, 0]);
  expect(await books.due()).toBe('300000');
});

test('R11: an adjustment up asks for no debt limit, the next slip counts it', async () => {
  const books = await example();
  await db.query(
    `update agency.agency set own_debt_limit = 350000, own_debt_limit_until = '2099-12-31',
      own_debt_limit_reason = 'Thử'
    where code = $1`,
    [books.code],
  );
  await books.adjust('10/11', 'up', 300_000);
  await expect(books.slip('A', '20/11', 102_000)).rejects.toMatchObject({ code: 'SDDBT' });
  await books.adjust('20/11', 'up', 100_000);
  expect(await books.debt()).toBe('400000');
});

describe('a slip', () => {
  test('that is adjusted up asks for more under its own due date, and is not cancelled before', async () => {
    const books = await example();
    const slip = await books.slip('A', '01/10', 1_020_000);
    const adjustment = await books.adjust('10/11', 'up', 80_000, slip);
    await expectOpen(books, [['A', '31/10', 1_100_000]]);
    expect(await books.openOn('09/11')).toEqual([{ name: 'A', due: '31/10', open: '1020000' }]);
    await expect(books.cancel(slip)).rejects.toMatchObject({ code: 'SDADJ' });

    await books.cancelAdjustment(adjustment);
    await expectOpen(books, [['A', '31/10', 1_020_000]]);
    await books.cancel(slip);
    expect(await books.debt()).toBe('0');
  });

  test('is lowered at most to nothing, whichever way', async () => {
    const books = await example();
    const slip = await books.slip('A', '01/10', 1_020_000);
    await books.takeBack(slip, 3, '20/10');
    expect(await books.adjustRefused('10/11', 'down', 714_001, slip)).toMatchObject({
      code: 'SDVAL',
      details: {
        fields: [{ path: 'amount', reason: 'exceeds_item', value: '714001', limit: '714000' }],
      },
    });
    expect(await books.adjustRefused('30/09', 'down', 1, slip)).toMatchObject({
      details: {
        fields: [{ path: 'adjustment_date', reason: 'before_document' }],
      },
    });
    await books.adjust('10/11', 'down', 100_000, slip);
    await expectOpen(books, [['A', '31/10', 614_000]]);
    await books.slip('B', '20/11', 1_020_000);
    await expect(books.takeBack(slip, 7)).rejects.toMatchObject({ code: 'SDADJ' });
  });
});

test('money of before is lowered by an adjustment up, raised by one down, and back', async () => {
  const books = await opened();
  expect(await books.adjustRefused('10/11', 'up', 500_001, 'TT')).toMatchObject({
    details: {
      fields: [{ path: 'amount', reason: 'exceeds_item', limit: '500000' }],
    },
  });
  await books.adjust('10/11', 'up', 200_000, 'TT');
  await expectOpen(books, [
    ['HD01', '14/09', 2_700_000],
    ['HD02', '31/10', 2_000_000],
  ]);
  const more = await books.adjust('12/11', 'down', 1_000_000, 'TT');
  await expectOpen(books, [
    ['HD01', '14/09', 1_700_000],
    ['HD02', '31/10', 2_000_000],
  ]);
  await books.cancelAdjustment(more);
  await expectOpen(books, [
    ['HD01', '14/09', 2_700_000],
    ['HD02', '31/10', 2_000_000],
  ]);
});

test('one that stood alone is gone when it is cancelled, and may make credit before', async () => {
  const books = await example();
  const down = await books.adjust('10/11', 'down', 300_000);
  expect([await books.debt(), await books.free()]).toEqual(['-300000', '300000']);
  await books.cancelAdjustment(down);
  expect([await books.debt(), await books.free()]).toEqual(['0', '0']);
});

test('the books of all examples hold', async () => {
  expect(await brokenInvariants(db)).toEqual({});
  await db.query('select report.fold_deltas()');
  expect(await brokenInvariants(db)).toEqual({});
});
