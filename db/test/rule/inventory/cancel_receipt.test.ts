import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { dayFromToday, priceOf, stockLedger, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { unknownKey } from '../../support/slip.ts';
import { receiptMaker, type ReceiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;
let yesterday = '';

beforeAll(async () => {
  db = await testDatabase();
  receipts = await receiptMaker(db);
  yesterday = await dayFromToday(db, -1);
});
afterAll(() => db.close());

test('a cancelled receipt leaves stock and prices as they were, and says who, when and why', async () => {
  await db.as('admin', async (me) => {
    const { id, code } = await receipts.create(me, {
      lines: [
        ['MI', 7, 110_000],
        ['DUONG', '1.5', 30_000],
      ],
      date: yesterday,
    });

    expect(await receipts.cancel(me, id, ' Nhập nhầm ')).toMatchObject({
      id,
      code,
      status: 'cancelled',
    });

    expect(await stockOf(me, 'MI')).toBe('50');
    expect(await priceOf(me, 'MI')).toBe('108000');
    expect((await stockLedger(me, 'MI')).slice(1)).toEqual([
      { seq: '2', kind: 'receipt', quantity: '7', balance_after: '57', business_date: yesterday },
      {
        seq: '3',
        kind: 'receipt_cancel',
        quantity: '-7',
        balance_after: '50',
        business_date: await dayFromToday(db, 0),
      },
    ]);
    expect(
      await me.query(
        `select cancelled_by::text as by, cancel_reason as reason,
          cancelled_at is not null as has_moment
       from inventory.receipt`,
      ),
    ).toEqual([{ by: me.userId, reason: 'Nhập nhầm', has_moment: true }]);
  });
});

test('it is cancelled once: again with the same key is a retry, with another is refused', async () => {
  await db.as('admin', async (me) => {
    const { id } = await receipts.create(me, { lines: [['MI', 7, 110_000]] });
    const first = await receipts.cancel(me, id, 'Nhập nhầm', 'huy');

    expect(await receipts.cancel(me, id, 'Nhập nhầm', 'huy')).toEqual(first);
    expect((await receipts.cancelRefused(me, id, 'Lý do khác', 'huy')).code).toBe('SDDUP');
    expect(await receipts.cancelRefused(me, id, 'Nhập nhầm', 'huy lần nữa')).toMatchObject({
      code: 'SDTRN',
      details: { receipt_id: id, from: 'cancelled', to: 'cancelled' },
    });
    expect(await stockOf(me, 'MI')).toBe('50');
  });
});

describe('a request that is not well formed is refused', () => {
  test.each([
    [null, 'required'],
    ['  ', 'required'],
    ['x'.repeat(501), 'too_long'],
  ])('with the reason %s, and an unknown receipt beside it', async (reason, problem) => {
    const nobody = await unknownKey(db);
    await db.as('manager', async (me) => {
      const refusal = await receipts.cancelRefused(me, nobody, reason);

      expect(refusal).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'receipt_id', reason: 'unknown' },
            { path: 'reason', reason: problem },
          ],
        },
      });
    });
  });
});

test('the manager cancels what the warehouse took in', async () => {
  const { id } = await db.commitAs('warehouse', (me) =>
    receipts.create(me, { lines: [['LE', 3, 12_000]] }),
  );

  expect(await db.commitAs('manager', (me) => receipts.cancel(me, id))).toMatchObject({
    status: 'cancelled',
  });
  expect(await brokenInvariants(db)).toEqual({});
});

test.each<[Person, string]>([
  ['warehouse', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s may not cancel a receipt', async (person, code) => {
  await db.as(person, async (me) => {
    expect((await receipts.cancelRefused(me, await unknownKey(db))).code).toBe(code);
  });
});
