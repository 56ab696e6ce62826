import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromToday, stockLedger, stockOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { countMaker, receiptMaker, type Counted, type CountMaker, type ReceiptMaker } from '../support/stock.ts';

let db: TestDatabase;
let counts: CountMaker;
let receipts: ReceiptMaker;
const days = { before: '', counted: '', today: '' };

beforeAll(async () => {
  db = await testDatabase();
  [counts, receipts] = [await countMaker(db), await receiptMaker(db)];
  [days.before, days.counted, days.today] = [await dayFromToday(db, -3), await dayFromToday(db, -2), await dayFromToday(db, 0)];
  await db.commitAs('warehouse', async (me) => {
    await counts.create(me, { lines: [['MI', 48], ['DUONG', '20.5'], ['LE', 1000]], date: days.counted });
  });
});
afterAll(() => db.close());

const late = (counted?: Counted) => ({
  lines: [['MI', 5, 100_000], ['DUONG', '0.5', 20_000], ['MI', 1, 100_000], ['CUOI', 1, 5000]] as [string, number | string, number][],
  date: days.before, clientKey: 'late', ...counted && { counted },
});

describe('a document that comes after counts', () => {
  test('is asked about each of its items that was counted, all at once, and leaves no trace', async () => {
    await db.as('admin', async (me) => {
      const { code, details } = await receipts.refused(me, late());

      expect(code).toBe('SDCFM');
      expect(details).toMatchObject({ count: 2, questions: [
        { code: 'COUNTED_SINCE', figures: { sku: 'MI', counted: '48', book: '54', quantity: '6', count_date: days.counted } },
        { code: 'COUNTED_SINCE', figures: { sku: 'DUONG', counted: '20.5', book: '21', quantity: '0.5' } },
      ] });
      // the key may be used again, and an answer is only asked for what is left
      expect((await receipts.refused(me, late([['DUONG', false]]))).details).toMatchObject({ count: 1, questions: [{ figures: { sku: 'MI' } }] });
      await receipts.create(me, late([['DUONG', false], ['MI', true]]));
      expect([await stockOf(me, 'MI'), await stockOf(me, 'DUONG'), await stockOf(me, 'CUOI')]).toEqual(['48', '21', '2']);
      expect((await stockLedger(me, 'MI')).slice(-2)).toMatchObject([{ kind: 'receipt', quantity: '6' }, { kind: 'count_kept', quantity: '-6' }]);
    });
  });

  test('ignores answers that nobody asked for', async () => {
    await db.as('admin', async (me) => {
      await receipts.create(me, late([['MI', false], ['DUONG', false], ['CUOI', true]]));
      expect(await stockOf(me, 'CUOI')).toBe('2');
    });
    await db.as('admin', async (me) => {
      await receipts.create(me, { lines: [['MI', 5, 100_000]], counted: [['MI', true]] });
      expect(await stockOf(me, 'MI')).toBe('53');
    });
  });

  test('is judged with its answers: any order is one request, another answer is another', async () => {
    await db.as('admin', async (me) => {
      const first = await receipts.create(me, late([['MI', true], ['DUONG', false]]));

      expect(await receipts.create(me, late([['DUONG', false], ['MI', true]]))).toEqual(first);
      expect((await receipts.refused(me, late([['DUONG', true], ['MI', true]]))).code).toBe('SDDUP');
    });
  });

  test('has every answer that is wrong named at once', async () => {
    await db.as('admin', async (me) => {
      const { code, details } = await receipts.refused(me, late([['MI', null], [null, true], ['TRON', true], ['MI', true]]));

      expect(code).toBe('SDVAL');
      expect((details['fields'] as { path: string; reason: string }[]).map(({ path, reason }) => `${path} ${reason}`).toSorted()).toEqual([
        'counted.0.included required', 'counted.1.item_id required', 'counted.2.item_id not_on_the_document', 'counted.3.item_id named_twice',
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
    const { id } = await receipts.create(me, late([['MI', true], ['DUONG', false]]));

    const { code, details } = await receipts.cancelRefused(me, id);
    expect(code).toBe('SDCFM');
    expect(details).toMatchObject({ count: 1, questions: [{ figures: { sku: 'DUONG', counted: '20.5', book: '20.5', quantity: '-0.5' } }] });

    await receipts.cancel(me, id, 'Nhập nhầm', 'cancel', [['DUONG', true]]);
    expect((await stockLedger(me, 'MI')).slice(-2)).toMatchObject([{ kind: 'count_kept_cancel', quantity: '6' }, { kind: 'receipt_cancel', quantity: '-6' }]);
    expect((await stockLedger(me, 'DUONG')).slice(-2)).toMatchObject([
      { kind: 'count_kept', quantity: '0.5', business_date: days.today }, { kind: 'receipt_cancel', quantity: '-0.5' }]);
    expect([await stockOf(me, 'MI'), await stockOf(me, 'DUONG')]).toEqual(['48', '21']);
    expect((await receipts.cancelRefused(me, id)).code).toBe('SDTRN');
  });
});

test('the books are right after all of that', async () => {
  await db.commitAs('admin', async (me) => {
    const { id } = await receipts.create(me, late([['MI', true], ['DUONG', true]]));
    await receipts.cancel(me, id);
  });
  expect(await brokenInvariants(db)).toEqual({});
});
