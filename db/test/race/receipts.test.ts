import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { priceOf, stockOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { atOnce, refusedCodes, successes } from '../support/race.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';
import { receiptMaker, type ReceiptMaker } from '../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;
let slips: SlipMaker;
const rounds = [1, 2, 3, 4, 5, 6];

beforeAll(async () => {
  db = await testDatabase();
  receipts = await receiptMaker(db);
  slips = await slipMaker(db);
});
afterAll(() => db.close());

test.each(rounds)('goods come in and go out at once, in opposite order of lines (%i)', async () => {
  const outcomes = await atOnce<unknown>(db, [
    {
      person: 'warehouse',
      act: (me: Actor) =>
        receipts.create(me, {
          lines: [
            ['MI', 5, 1000],
            ['LE', 5, 100],
          ],
        }),
    },
    {
      person: 'admin',
      act: (me: Actor) =>
        receipts.create(me, {
          lines: [
            ['LE', 5, 101],
            ['MI', 5, 1001],
          ],
        }),
    },
    {
      person: 'manager',
      act: (me: Actor) =>
        slips.create(me, {
          agency: 'DL0001',
          lines: [
            ['LE', 1],
            ['MI', 1],
          ],
        }),
    },
    {
      person: 'sales',
      act: (me: Actor) =>
        slips.create(me, {
          agency: 'DL0002',
          lines: [
            ['MI', 1],
            ['LE', 1],
          ],
        }),
    },
  ]);

  expect(refusedCodes(outcomes)).toEqual([]);
});

test('one key sent eight times at once makes one receipt', async () => {
  const before = Number(await stockOf(db, 'DUONG'));
  const outcomes = await atOnce(
    db,
    Array.from({ length: 8 }, () => ({
      person: 'warehouse' as const,
      act: (me: Actor) => receipts.create(me, { clientKey: 'one', lines: [['DUONG', 3, 25_000]] }),
    })),
  );

  expect(new Set(successes(outcomes).map(({ code }) => code)).size).toBe(1);
  expect(Number(await stockOf(db, 'DUONG'))).toBe(before + 3);
  expect(await priceOf(db, 'DUONG')).toBe('25000');
});

test('suppliers recorded at once get codes of their own, also with the tax code of another', async () => {
  const record = (nth: number) => ({
    person: 'warehouse' as const,
    act: (me: Actor) =>
      me.one<{ code: string }>(
        'select code from inventory.create_supplier($1, $2, tax_code => $3)',
        [`supplier ${nth}`, `Nhà cung cấp ${nth}`, nth < 2 ? '0300808687' : null],
      ),
  });

  const outcomes = await atOnce(db, [0, 1, 2, 3, 4].map(record));

  expect(
    successes(outcomes)
      .map(({ code }) => code)
      .toSorted(),
  ).toEqual(['NCC0002', 'NCC0003', 'NCC0004', 'NCC0005', 'NCC0006']);
});

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
