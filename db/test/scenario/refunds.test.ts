// Money that goes back, by the worked examples: right values were worked out by hand.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { regulate } from '../support/life.ts';
import { exampleBooks, type Example } from '../support/open_items.ts';

let db: TestDatabase;
let example: (today?: string) => Promise<Example>;

beforeAll(async () => {
  db = await testDatabase();
  ({ example } = await exampleBooks(db));
  // what comes back of a paid slip makes credit
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
});
afterAll(() => db.close());

test('R6: a refund pays out credit; when the payment behind it goes, the refund is owed', async () => {
  const books = await example();
  const a = await books.slip('A', '01/11', 1_020_000);
  const paid = await books.pay('02/11', 1_020_000);
  await books.takeBack(a, 10, '20/11');
  expect(await books.debt()).toBe('-1020000');

  expect(await books.refundRefused('25/11', 1_020_001)).toMatchObject({
    code: 'SDRFX',
    details: { credit: '1020000', amount: '1020001', excess: '1' },
  });
  await books.refund('25/11', 1_020_000);
  expect([await books.debt(), await books.free(), await books.open()]).toEqual(['0', '0', []]);

  await books.cancelPayment(paid);
  expect([await books.debt(), await books.free()]).toEqual(['1020000', '0']);
  expect(await books.open()).toEqual([{ name: 'PC', due: '25/11', open: '1020000' }]);
  expect(await books.openOn('29/11')).toEqual([{ name: 'PC', due: '25/11', open: '1020000' }]);
  expect(await books.openOn('28/11')).toEqual([]);
  expect(await books.ages()).toEqual([0, 1_020_000, 0, 0, 0, 0]);
  expect(await books.due()).toBe('1020000');
});

describe('R7: a slip that was paid in part comes back', () => {
  test('what was paid on the spot is free then, and goes back', async () => {
    const books = await example();
    const slip = await books.slip('A', '10/11', 1_020_000, 500_000);
    expect(await books.debt()).toBe('520000');
    await books.takeBack(slip, 3);
    expect(await books.debt()).toBe('214000');
    expect(await books.open()).toEqual([{ name: 'A', due: '10/12', open: '214000' }]);
    await books.takeBack(slip, 7);

    expect([await books.debt(), await books.free(), await books.open()]).toEqual([
      '-500000',
      '500000',
      [],
    ]);
    await books.refund('29/11', 500_000);
    expect([await books.debt(), await books.free(), await books.open()]).toEqual(['0', '0', []]);
  });

  test('another slip takes its part of it first', async () => {
    const books = await example();
    const slip = await books.slip('A', '10/11', 1_020_000, 500_000);
    await books.slip('B', '12/11', 300_000);
    await books.takeBack(slip, 10);

    expect([await books.debt(), await books.free(), await books.open()]).toEqual([
      '-200000',
      '200000',
      [],
    ]);
    expect(await books.refundRefused('29/11', 200_001)).toMatchObject({
      details: { credit: '200000', excess: '1' },
    });
  });
});

test('R9: what nine pieces left is paid out; a refund cancelled is credit again', async () => {
  const books = await example();
  const a = await books.slip('A', '01/10', 1_020_000);
  await books.pay('02/10', 1_020_000);
  await books.takeBack(a, 9, '20/11');
  await books.slip('B', '21/11', 500_000);
  expect([await books.debt(), await books.free(), await books.open()]).toEqual([
    '-418000',
    '418000',
    [],
  ]);

  const refund = await books.refund('22/11', 418_000);
  expect([await books.debt(), await books.free(), await books.open()]).toEqual(['0', '0', []]);
  expect(await books.openOn('22/11')).toEqual([]);

  await books.cancelRefund(refund);
  expect([await books.debt(), await books.free(), await books.open()]).toEqual([
    '-418000',
    '418000',
    [],
  ]);
});

test('R9: the wrong return is undone after its credit was paid out: the refund is owed', async () => {
  const books = await example();
  const a = await books.slip('A', '01/10', 1_020_000);
  await books.pay('02/10', 1_020_000);
  const wrong = await books.takeBack(a, 9, '20/11');
  await books.slip('B', '21/11', 500_000);
  await books.refund('22/11', 418_000);
  // it may pass the debt limit, as cancelling a payment may: the goods are with the agency
  await db.query(
    `update agency.agency set own_debt_limit = 100000, own_debt_limit_until = '2099-12-31',
      own_debt_limit_reason = 'Thử'
    where code = $1`,
    [books.code],
  );
  await books.undoReturn(wrong);

  expect([await books.debt(), await books.free()]).toEqual(['918000', '0']);
  expect(await books.open()).toEqual([
    { name: 'PC', due: '22/11', open: '418000' },
    { name: 'B', due: '21/12', open: '500000' },
  ]);
  expect(await books.openOn('29/11')).toEqual(await books.open());
  expect(await books.ages()).toEqual([500_000, 418_000, 0, 0, 0, 0]);
});

test('the books of all examples hold', async () => {
  expect(await brokenInvariants(db)).toEqual({});
  await db.query('select report.fold_deltas()');
  expect(await brokenInvariants(db)).toEqual({});
});
