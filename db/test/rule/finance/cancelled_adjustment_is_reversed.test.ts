import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjustmentMaker } from '../../support/adjustment.ts';
import { debtLedger, debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('each kind is moved back once, today, where it had moved the debt', async () => {
  const slips = await slipMaker(db);
  const adjustments = adjustmentMaker(slips.agencyId);
  await db.commitAs('admin', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]] });
    const wish = { agency: 'DL0001', direction: 'down', amount: 300_000 };
    for (const more of [{ slip: slip.id }, { direction: 'up' }, {}]) {
      await adjustments.cancel(me, (await adjustments.create(me, { ...wish, ...more })).id);
    }
    expect((await debtLedger(me, 'DL0001')).map((row) => [row.kind, row.amount])).toEqual([
      ['issue', '2000000'],
      ['adjustment', '-300000'],
      ['adjustment_cancel', '300000'],
      ['adjustment', '300000'],
      ['adjustment_cancel', '-300000'],
      ['adjustment', '-300000'],
      ['adjustment_cancel', '300000'],
    ]);
    expect(await debtOf(me, 'DL0001')).toBe('2000000');
    expect(
      await me.query(`select sum(o.amount)::text as asked,
        (select sum(c.amount)::text from finance.credit_item as c)
      as money from finance.open_item as o`),
    ).toEqual([{ asked: '2000000', money: '0' }]);
  });
  expect(await brokenInvariants(db)).toEqual({});
});

test('what was lowered meanwhile is not lowered below nothing: that is cancelled first', async () => {
  const slips = await slipMaker(db);
  const adjustments = adjustmentMaker(slips.agencyId);
  await db.as('admin', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0004', lines: [['TRON', 2]] });
    const wish = { agency: 'DL0004', slip: slip.id };
    const raised = await adjustments.create(me, { ...wish, direction: 'up', amount: 500_000 });
    const lowered = await adjustments.create(me, { ...wish, direction: 'down', amount: 2_300_000 });

    expect(await adjustments.cancelRefused(me, raised.id)).toMatchObject({
      code: 'SDADJ',
      details: {
        adjustment_codes: lowered.code,
        short_by: '300000',
      },
    });
  });
});
