// What is open of what, by the worked examples: right values were worked out by hand.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { regulate } from '../support/life.ts';
import { exampleBooks, type Example } from '../support/open_items.ts';
import type { Slip } from '../support/slip.ts';
import type { IssueReturn } from '../support/stock.ts';

let db: TestDatabase;
let example: (today?: string) => Promise<Example>;

beforeAll(async () => {
  db = await testDatabase();
  ({ example } = await exampleBooks(db));
});
afterAll(() => db.close());

/** Nothing else is open, and what is worked out from the ledger for today is what is kept. */
async function expectOpen(
  books: Example,
  items: [name: string, due: string, open: number][],
  today = '29/11',
) {
  const wanted = items.map(([name, due, open]) => ({ name, due, open: String(open) }));
  expect(await books.open()).toEqual(wanted);
  expect(await books.openOn(today)).toEqual(wanted);
}

describe.each(['returned', 'cancelled'])('R1: a settled slip is %s', (how) => {
  let books: Example;
  beforeAll(async () => {
    books = await example();
    const a = await books.slip('A', '02/10', 1_020_000);
    await books.slip('B', '03/10', 1_020_000);
    await books.pay('05/10', 1_020_000);
    // QĐ5 lets a paid slip be cancelled as long as the debt stays above nothing, so C comes first
    await books.slip('C', '29/11', 102_000);
    await (how === 'returned' ? books.takeBack(a, 10) : books.cancel(a));
  });

  test('the money that settled it settles the next, and nothing is overdue', async () => {
    expect(await books.debt()).toBe('102000');
    await expectOpen(books, [['C', '29/12', 102_000]]);
    expect(await books.free()).toBe('0');
    expect(await books.ages()).toEqual([102_000, 0, 0, 0, 0, 0]);
    expect(await books.due()).toBe('0');
  });

  test('the day before, B was late, and in October nothing was due', async () => {
    expect(await books.openOn('28/11')).toEqual([{ name: 'B', due: '02/11', open: '1020000' }]);
    expect(await books.ages('28/11')).toEqual([0, 1_020_000, 0, 0, 0, 0]);
    expect(await books.ages('04/10')).toEqual([2_040_000, 0, 0, 0, 0, 0]);
  });
});

test('R3: what is allocated by hand leaves the older slip overdue, in ageing as in reminders', async () => {
  const books = await example();
  await books.slip('A', '01/10', 1_020_000);
  const b = await books.slip('B', '10/11', 1_020_000);
  const paid = await books.pay('12/11', 1_020_000);
  await books.tell(paid, [b, 1_020_000]);

  await expectOpen(books, [['A', '31/10', 1_020_000]]);
  expect(await books.ages()).toEqual([0, 1_020_000, 0, 0, 0, 0]);
  expect(await books.due()).toBe('1020000');
});

describe('R4: told money displaces automatic money', () => {
  test('and automatic money moves on', async () => {
    const books = await example();
    const a = await books.slip('A', '01/10', 1_020_000);
    await books.slip('B', '10/10', 1_020_000);
    const first = await books.pay('12/10', 1_020_000);
    const second = await books.pay('15/10', 600_000);
    await books.tell(second, [a, 600_000]);

    expect(await books.settled()).toEqual([
      [first.id, 'A', '420000'],
      [second.id, 'A', '600000'],
      [first.id, 'B', '600000'],
    ]);
    await expectOpen(books, [['B', '09/11', 420_000]]);
    expect(await books.debt()).toBe('420000');

    const refusal = await books.tellRefused(first, [a, 700_000]);
    expect(refusal).toMatchObject({
      code: 'SDVAL',
      details: {
        fields: [{ path: 'allocations', reason: 'exceeds_open', value: '700000', limit: '420000' }],
      },
    });
  });

  test('R4b: what a told payment leaves is automatic', async () => {
    const books = await example();
    await books.slip('A', '01/10', 1_020_000);
    const b = await books.slip('B', '10/10', 1_020_000);
    const paid = await books.pay('15/10', 1_500_000);
    await books.tell(paid, [b, 500_000]);

    await expectOpen(books, [
      ['A', '31/10', 20_000],
      ['B', '09/11', 520_000],
    ]);
    expect([await books.free(), await books.debt()]).toEqual(['0', '540000']);
  });
});

test('R5: a slip dated back is due earlier and is met first; the past is known as it was', async () => {
  const books = await example();
  await books.slip('A', '20/11', 1_020_000);
  await books.pay('21/11', 1_020_000);
  const before = await books.now();
  await books.slip('Z', '15/11', 510_000);

  await expectOpen(books, [['A', '20/12', 510_000]]);
  expect(await books.openOn('22/11', before)).toEqual([]);
  expect(await books.openOn('22/11')).toEqual([{ name: 'A', due: '20/12', open: '510000' }]);
});

describe('R7: a slip that was partly paid on the spot comes back', () => {
  const makeBooks = async (): Promise<{ books: Example; slip: Slip }> => {
    const books = await example();
    return { books, slip: await books.slip('A', '01/11', 1_020_000, 500_000) };
  };

  test('part of it, then the rest: what was paid is credit', async () => {
    const { books, slip } = await makeBooks();
    expect(await books.debt()).toBe('520000');

    await books.takeBack(slip, 3);
    await expectOpen(books, [['A', '01/12', 214_000]]);
    expect(await books.debt()).toBe('214000');

    await books.takeBack(slip, 7);
    await expectOpen(books, []);
    expect([await books.debt(), await books.free()]).toEqual(['-500000', '500000']);
    expect(await books.ages()).toEqual([0, 0, 0, 0, 0, 500_000]);
  });

  test('with another slip open, the credit settles it', async () => {
    const { books, slip } = await makeBooks();
    await books.slip('B', '02/11', 300_000);
    await books.takeBack(slip, 10);

    await expectOpen(books, []);
    expect([await books.debt(), await books.free()]).toEqual(['-200000', '200000']);
  });

  test('R7b: a fully paid slip takes a return', async () => {
    const books = await example();
    const slip = await books.slip('A', '01/11', 1_020_000, 1_020_000);
    const before = Number(await books.stock());
    await books.takeBack(slip, 1);

    expect([await books.debt(), await books.free()]).toEqual(['-102000', '102000']);
    expect(Number(await books.stock())).toBe(before + 1);
  });
});

describe('R9: a wrong return is undone', () => {
  const makeBooks = async (): Promise<{
    books: Example;
    slip: Slip;
    wrong: IssueReturn;
    before: number;
  }> => {
    const books = await example();
    const slip = await books.slip('A', '01/10', 1_020_000);
    await books.pay('02/10', 1_020_000);
    const before = Number(await books.stock());
    const wrong = await books.takeBack(slip, 9, '20/11');
    await books.slip('B', '21/11', 500_000);
    return { books, slip, wrong, before };
  };

  test('its slip asks for all of it again and is settled again, first', async () => {
    const { books, slip, wrong, before } = await makeBooks();
    await expectOpen(books, []);
    expect(await books.debt()).toBe('-418000');

    await books.undoReturn(wrong);
    await expectOpen(books, [['B', '21/12', 500_000]]);
    expect([await books.debt(), Number(await books.stock())]).toEqual(['500000', before]);
    expect(await books.openOn('22/11')).toEqual([]);

    await books.takeBack(slip, 1);
    await expectOpen(books, [['B', '21/12', 398_000]]);
    expect(await books.debt()).toBe('398000');
  });

  test('but not twice', async () => {
    const { books, wrong } = await makeBooks();
    await books.undoReturn(wrong);

    expect(await books.undoReturnRefused(wrong)).toMatchObject({
      code: 'SDTRN',
      details: { issue_return_code: wrong.code, from: 'cancelled', to: 'cancelled' },
    });
  });
});

test('goods written back twice, the first time by mistake, are credit meanwhile and no open item', async () => {
  const books = await example();
  await books.slip('B', '01/10', 3_000_000);
  const slip = await books.slip('A', '05/10', 1_020_000);
  const wrong = await books.takeBack(slip, 10, '10/10');
  await books.undoReturn(wrong);
  await books.takeBack(slip, 10, '20/10');

  // the reversal counts from today: until then the paper of 10/10 and that of 20/10 both hold
  expect(await books.openOn('15/10')).toEqual([{ name: 'B', due: '31/10', open: '3000000' }]);
  expect(await books.openOn('22/10')).toEqual([{ name: 'B', due: '31/10', open: '1980000' }]);
  expect(await books.ages('22/10')).toEqual([1_980_000, 0, 0, 0, 0, 0]);
  await expectOpen(books, [['B', '31/10', 3_000_000]]);
  expect(await books.ages()).toEqual([0, 3_000_000, 0, 0, 0, 0]);
});

test('R10: opening rows are met by their own due dates, the money of before with them', async () => {
  const books = await example();
  await books.begin('01/11', [
    ['HD01', '15/08', '14/09', 3_000_000],
    ['HD02', '01/10', '31/10', 2_000_000],
    ['TT', '05/10', null, -500_000],
  ]);

  expect(await books.debt()).toBe('4500000');
  await expectOpen(books, [
    ['HD01', '14/09', 2_500_000],
    ['HD02', '31/10', 2_000_000],
  ]);
  expect(await books.ages()).toEqual([0, 2_000_000, 0, 2_500_000, 0, 0]);
  expect(await books.openOn('31/10')).toEqual([]);
  expect(await books.ages('31/10')).toEqual([0, 0, 0, 0, 0, 0]);

  await books.pay('28/11', 3_000_000);
  await expectOpen(books, [['HD02', '31/10', 1_500_000]]);
  expect(await books.due()).toBe('1500000');
  expect(await books.ages('27/11')).toEqual([0, 2_000_000, 0, 2_500_000, 0, 0]);
});

describe('R21: terms are frozen when a slip becomes confirmed', () => {
  test("its own, else its type's, of the moment; a later one leaves it alone", async () => {
    const books = await example('12/11');
    const type = (days: number | null) =>
      db.query(`update agency.agency_type set payment_term_days = $1 where name = 'Ví dụ'`, [days]);
    await type(45);
    await books.slip('type', '01/11', 1000);
    await db.query('update agency.agency set payment_term_days = 15 where code = $1', [books.code]);
    await books.slip('own', '10/11', 1000);
    await books.slip('dated back', '05/11', 1000);
    await type(30);

    expect(await books.open()).toEqual([
      { name: 'dated back', due: '20/11', open: '1000' },
      { name: 'own', due: '25/11', open: '1000' },
      { name: 'type', due: '16/12', open: '1000' },
    ]);
    await type(null);
  });
});

// last: from here on money may pass the debt
describe('R2: an advance', () => {
  beforeAll(() => regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false'));
  const makeBooks = async (today: string): Promise<Example> => {
    const books = await example(today);
    await books.pay('01/09', 5_000_000);
    await books.slip('first', '02/09', 1_020_000);
    await books.slip('second', '03/10', 2_040_000);
    await books.slip('third', '05/11', 3_060_000);
    return books;
  };

  test('settles what is due earliest; what is left is not due', async () => {
    const books = await makeBooks('29/11');
    expect(await books.debt()).toBe('1120000');
    await expectOpen(books, [['third', '05/12', 1_120_000]]);
    expect(await books.ages()).toEqual([1_120_000, 0, 0, 0, 0, 0]);
    expect(await books.due()).toBe('0');
    expect(await books.openOn('04/10')).toEqual([]);
    expect(await books.ages('04/10')).toEqual([0, 0, 0, 0, 0, 1_940_000]);
  });

  test('a day after it is due, it is asked for', async () => {
    const books = await makeBooks('06/12');
    expect(await books.due()).toBe('1120000');
  });
});

test('the books of all examples hold', async () => {
  expect(await brokenInvariants(db)).toEqual({});
  await db.query('select report.fold_deltas()');
  expect(await brokenInvariants(db)).toEqual({});
});
