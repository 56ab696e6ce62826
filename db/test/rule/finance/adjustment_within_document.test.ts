import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjustmentMaker, type AdjustmentMaker } from '../../support/adjustment.ts';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { take } from '../../support/life.ts';
import { slipMaker, type Slip, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let adjustments: AdjustmentMaker;
let slip: Slip;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  adjustments = adjustmentMaker(slips.agencyId);
  slip = await db.commitAs('admin', async (me) =>
    slips.create(me, {
      agency: 'DL0001',
      lines: [['TRON', 2]],
      date: await dayFromToday(db, -5),
    }),
  );
});
afterAll(() => db.close());

const wish = (amount: number, date?: string) => ({
  agency: 'DL0001',
  direction: 'down',
  amount,
  slip: slip.id,
  ...(date && { date }),
});

test('a slip of two million is lowered by two million and no more', async () => {
  await db.as('accountant', async (me) => {
    expect((await adjustments.refused(me, wish(2_000_001))).details['fields']).toEqual([
      { path: 'amount', reason: 'exceeds_item', value: '2000001', limit: '2000000' },
    ]);
    await adjustments.create(me, wish(2_000_000));
    expect((await adjustments.refused(me, wish(1))).details['fields']).toMatchObject([
      { reason: 'exceeds_item', limit: '0' },
    ]);
  });
});

test('what was raised later does not pay for what is lowered before', async () => {
  const [first, second] = [await dayFromToday(db, -4), await dayFromToday(db, -2)];
  await db.as('accountant', async (me) => {
    await adjustments.create(me, { ...wish(500_000, second), direction: 'up' });

    expect((await adjustments.refused(me, wish(2_000_001, first))).details['fields']).toMatchObject(
      [{ reason: 'exceeds_item', limit: '2000000' }],
    );
    expect((await adjustments.create(me, wish(2_500_000, second))).status).toBe('confirmed');
  });
});

test('it is not dated before the slip', async () => {
  const before = await dayFromToday(db, -6);
  await db.as('accountant', async (me) => {
    expect((await adjustments.refused(me, wish(1, before))).details['fields']).toEqual([
      {
        path: 'adjustment_date',
        reason: 'before_document',
        value: before,
        limit: await dayFromToday(db, -5),
      },
    ]);
  });
});

test('a cancelled slip is not corrected', async () => {
  await db.as('admin', async (me) => {
    await take(me, 'cancel_issue', slip.id);

    expect(
      (await adjustments.refused(me, { ...wish(1), direction: 'up' })).details['fields'],
    ).toEqual([{ path: 'issue_id', reason: 'cancelled', value: slip.id }]);
  });
});
