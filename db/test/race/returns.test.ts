import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { debtOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { take } from '../support/life.ts';
import { atOnce, outcomeOf, refusedCodes, successes, untilSomebodyWaits } from '../support/race.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';
import {
  receiptMaker,
  returnMaker,
  type ReceiptMaker,
  type ReturnMaker,
} from '../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: ReturnMaker;
let receipts: ReceiptMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  returns = await returnMaker(db);
  receipts = await receiptMaker(db);
});
afterAll(() => db.close());

const issue = (lines: [string, number][]) =>
  db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0001', lines }));

test.each([1, 2, 3, 4])(
  'the same goods brought back by two people at once come back once (%i)',
  async () => {
    const { id } = await issue([['MI', 2]]);
    const back = (person: 'admin' | 'manager') => ({
      person,
      act: (me: Actor) => returns.create(me, { slip: id, lines: [['MI', 2]] }),
    });

    const outcomes = await atOnce(db, [back('admin'), back('manager')]);

    expect(refusedCodes(outcomes)).toEqual(['SDRET']);
  },
);

test.each([1, 2, 3, 4, 5, 6])(
  'goods come back while their slip is cancelled: one of both is done (%i)',
  async () => {
    const { id } = await issue([['LE', 3]]);

    const outcomes = await atOnce<unknown>(db, [
      { person: 'manager', act: (me) => returns.create(me, { slip: id, lines: [['LE', 1]] }) },
      { person: 'admin', act: (me) => take(me, 'cancel_issue', id) },
    ]);

    // a returned slip is not cancelled, a cancelled one takes nothing back
    expect(refusedCodes(outcomes)).toHaveLength(1);
    expect(['SDRTN', 'SDNRT']).toContain(refusedCodes(outcomes)[0]);
  },
);

const asked = async (goods: string, quantity: number) => {
  const { id } = await issue([[goods, quantity]]);
  const made = await db.commitAs('sales', (me) =>
    returns.request(me, { slip: id, lines: [[goods, 1]] }),
  );
  return { slip: id, id: made.id };
};

test.each([1, 2, 3, 4])('a return that two confirm at once counts once (%i)', async () => {
  const { id } = await asked('LE', 3);
  const confirm = { act: (me: Actor) => returns.confirm(me, id) };

  const outcomes = await atOnce(db, [
    { person: 'warehouse', ...confirm },
    { person: 'manager', ...confirm },
  ]);

  expect(refusedCodes(outcomes)).toEqual(['SDTRN']);
});

test.each([1, 2, 3, 4])(
  'two requests for the same goods confirmed at once: one is too many (%i)',
  async () => {
    const { id } = await issue([['MI', 3]]);
    const ask = () =>
      db.commitAs('sales', (me) => returns.request(me, { slip: id, lines: [['MI', 2]] }));
    const [one, other] = [await ask(), await ask()];

    const outcomes = await atOnce(db, [
      { person: 'warehouse', act: (me: Actor) => returns.confirm(me, one.id) },
      { person: 'manager', act: (me: Actor) => returns.confirm(me, other.id) },
    ]);

    expect(refusedCodes(outcomes)).toEqual(['SDRET']);
  },
);

test.each([1, 2, 3, 4, 5, 6])(
  'a request is confirmed while its slip is cancelled: one of both is done (%i)',
  async () => {
    const { slip, id } = await asked('LE', 3);

    const outcomes = await atOnce<unknown>(db, [
      { person: 'warehouse', act: (me) => returns.confirm(me, id) },
      { person: 'admin', act: (me) => take(me, 'cancel_issue', slip) },
    ]);

    // a returned slip is not cancelled; with a cancelled one the request is rejected
    expect(refusedCodes(outcomes)).toHaveLength(1);
    expect(['SDRTN', 'SDTRN']).toContain(refusedCodes(outcomes)[0]);
  },
);

test('one key sent six times at once makes one return', async () => {
  const { id } = await issue([['LE', 6]]);
  const outcomes = await atOnce(
    db,
    Array.from({ length: 6 }, () => ({
      person: 'manager' as const,
      act: (me: Actor) => returns.create(me, { clientKey: 'one', slip: id, lines: [['LE', 1]] }),
    })),
  );

  expect(new Set(successes(outcomes).map(({ code }) => code)).size).toBe(1);
});

test('a return waits for the slip of its agency that is being written, and lowers the debt after it', async () => {
  const { id } = await issue([['MI', 1]]);
  let returning: Promise<unknown> = Promise.resolve();
  const before = Number(await debtOf(db, 'DL0001'));
  await db.commitAs('manager', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]] });
    returning = outcomeOf(
      db.commitAs('manager', (other) => returns.create(other, { slip: id, lines: [['MI', 1]] })),
    );
    await untilSomebodyWaits(db);
  });

  expect(await returning).toHaveProperty('value');
  expect(Number(await debtOf(db, 'DL0001'))).toBe(before + 1_000_000 - 110_160);
});

test.each([1, 2, 3, 4])(
  'slips, receipts and returns of the same goods at once leave no circle of waiting (%i)',
  async () => {
    const { id } = await issue([
      ['MI', 1],
      ['LE', 1],
    ]);
    const outcomes = await atOnce<unknown>(db, [
      {
        person: 'manager',
        act: (me: Actor) =>
          returns.create(me, {
            slip: id,
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
            agency: 'DL0001',
            lines: [
              ['LE', 1],
              ['MI', 1],
            ],
          }),
      },
      {
        person: 'admin',
        act: (me: Actor) =>
          slips.create(me, {
            agency: 'DL0002',
            lines: [
              ['MI', 1],
              ['LE', 1],
            ],
          }),
      },
      {
        person: 'warehouse',
        act: (me: Actor) =>
          receipts.create(me, {
            lines: [
              ['LE', 5, 12_345],
              ['MI', 5, 108_000],
            ],
          }),
      },
    ]);

    expect(refusedCodes(outcomes)).toEqual([]);
  },
);

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
