import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { stockOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { addItem } from '../support/master.ts';
import { atOnce, outcomeOf, refusedCodes, untilSomebodyWaits } from '../support/race.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';
import { receiptMaker, type ReceiptMaker } from '../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;
let slips: SlipMaker;
const rounds = [1, 2, 3, 4, 5, 6];

beforeAll(async () => {
  db = await testDatabase();
  for (const round of rounds) await addItem(db, { sku: `R${round}`, importPrice: 1000 });
  await addItem(db, { sku: 'ORDER', importPrice: 1000 });
  receipts = await receiptMaker(db);
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const takeIn = (sku: string) =>
  db.commitAs('warehouse', (me) => receipts.create(me, { lines: [[sku, 5, 1000]] }));

describe('at the same moment', () => {
  test.each(rounds)(
    'the goods leave and their receipt is cancelled: one of them is refused (%i)',
    async (round) => {
      const { id } = await takeIn(`R${round}`);

      const outcomes = await atOnce<unknown>(db, [
        { person: 'manager', act: (me: Actor) => receipts.cancel(me, id) },
        {
          person: 'admin',
          act: (me: Actor) => slips.create(me, { agency: 'DL0004', lines: [[`R${round}`, 5]] }),
        },
      ]);

      expect(refusedCodes(outcomes)).toHaveLength(1);
      expect(['SDNEG', 'SDSTK']).toContain(refusedCodes(outcomes)[0]);
      expect(await stockOf(db, `R${round}`)).toBe('0');
    },
  );

  test('two people cancel one receipt: it happens once', async () => {
    const { id } = await takeIn('MI');
    const cancel = (person: 'manager' | 'admin') => ({
      person,
      act: (me: Actor) => receipts.cancel(me, id),
    });

    expect(refusedCodes(await atOnce(db, [cancel('manager'), cancel('admin')]))).toEqual(['SDTRN']);
    expect(await stockOf(db, 'MI')).toBe('50');
  });
});

test('whoever cancels waits for the slip that takes the goods, and is then refused', async () => {
  const { id } = await takeIn('ORDER');
  let cancelling: Promise<unknown> = Promise.resolve();
  await db.commitAs('admin', async (me) => {
    await slips.create(me, { agency: 'DL0004', lines: [['ORDER', 1]] });
    cancelling = outcomeOf(db.commitAs('manager', (other) => receipts.cancel(other, id)));
    await untilSomebodyWaits(db);
  });

  expect(await cancelling).toMatchObject({
    code: 'SDNEG',
    details: { items: [{ available: '4', needed: '5' }] },
  });
});

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
