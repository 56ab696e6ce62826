import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjustmentMaker } from '../../support/adjustment.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate } from '../../support/life.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const adjustments = adjustmentMaker((await slipMaker(db)).agencyId);
  const wish = { agency: 'DL0001', direction: 'up', amount: 1000 };
  await db.commitAs('admin', async (me) => {
    await adjustments.create(me, wish);
    await adjustments.cancel(me, (await adjustments.create(me, wish)).id);
  });
  await regulate(db, 'FOUR_EYES', 'true');
  await db.commitAs('admin', async (me) => {
    await adjustments.create(me, wish);
    await adjustments.reject(me, (await adjustments.create(me, wish)).id);
  });
});
afterAll(() => db.close());

test.each([
  'amount = amount + 1',
  "direction = 'down'",
  "reason = 'khác'",
  "created_at = now() + interval '1 day'",
  'adjustment_date = adjustment_date - 1',
  "due_date = '2030-01-01'",
  "agency_id = (select id from agency.agency where code = 'DL0002')",
])('an adjustment keeps what it says: %s is refused', async (edit) => {
  for (const status of ['requested', 'confirmed', 'cancelled', 'rejected']) {
    if (edit.startsWith('adjustment_date') && ['requested', 'rejected'].includes(status)) continue;
    await db.asOwner(async (owner) => {
      expect(
        await owner.refusal(`update finance.adjustment set ${edit} where status = $1`, [status]),
      ).toMatchObject({
        code: 'SDHIS',
        details: { table: 'finance.adjustment', verb: 'UPDATE' },
      });
    });
  }
});

test.each([
  ['cancelled', "cancel_reason = 'khác'"],
  ['cancelled', "code = 'DC-2000-000009'"],
  ['rejected', "reject_reason = 'khác'"],
  ['confirmed', "confirmed_at = now() + interval '1 day'"],
  ['requested', "adjustment_date = '2026-01-01'"],
])('what a %s one became it stays: %s is refused', async (status, edit) => {
  await db.asOwner(async (owner) => {
    expect(
      (await owner.refusal(`update finance.adjustment set ${edit} where status = $1`, [status]))
        .code,
    ).toBe('SDHIS');
  });
});

test.each([
  'delete from finance.adjustment',
  'delete from finance.adjustment where false',
  'truncate finance.adjustment cascade',
])('none is deleted: %s', async (statement) => {
  await db.asOwner(async (owner) => {
    expect((await owner.refusal(statement)).code).toBe('SDHIS');
  });
});
