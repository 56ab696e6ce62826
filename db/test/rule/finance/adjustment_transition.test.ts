import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adjustmentMaker, type AdjustmentMaker } from '../../support/adjustment.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let adjustments: AdjustmentMaker;

beforeAll(async () => {
  db = await testDatabase();
  adjustments = adjustmentMaker((await slipMaker(db)).agencyId);
  await db.commitAs('admin', async (me) => {
    const wish = { agency: 'DL0001', direction: 'up', amount: 1000 };
    await adjustments.create(me, wish);
    await adjustments.cancel(me, (await adjustments.create(me, wish)).id);
  });
});
afterAll(() => db.close());

describe.each([
  ['confirmed', 'confirmed'],
  ['confirmed', 'rejected'],
  ['confirmed', 'requested'],
  ['cancelled', 'confirmed'],
  ['cancelled', 'cancelled'],
])('from %s to %s', (from, to) => {
  test('is not allowed', async () => {
    await db.asOwner(async (owner) => {
      expect(
        await owner.refusal(
          'update finance.adjustment set status = $2, cancelled_at = now() where status = $1',
          [from, to],
        ),
      ).toMatchObject({
        code: 'SDTRN',
        details: { from, to, adjustment_code: expect.stringMatching(/^DC-/) },
      });
    });
  });
});

test('it is born requested', async () => {
  await db.asOwner(async (owner) => {
    expect(
      await owner.refusal(`insert into finance.adjustment (agency_id, status, direction, amount,
        reason, created_by)
      select agency_id, 'confirmed', 'up', 1, 'x', created_by from finance.adjustment limit 1`),
    ).toMatchObject({ code: 'SDTRN', details: { from: 'new', to: 'confirmed' } });
  });
});

test('confirmed or cancelled a second time it is told what it is', async () => {
  const own = await db.commitAs('admin', (me) =>
    adjustments.create(me, { agency: 'DL0001', direction: 'up', amount: 1000 }),
  );
  await db.as('manager', async (me) => {
    expect((await adjustments.confirmRefused(me, own.id)).code).toBe('SDTRN');
    await adjustments.cancel(me, own.id);
    expect((await adjustments.cancelRefused(me, own.id)).code).toBe('SDTRN');
    expect((await adjustments.rejectRefused(me, own.id)).code).toBe('SDTRN');
  });
});
