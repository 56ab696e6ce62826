import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjustmentMaker } from '../../support/adjustment.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { take, takeRefused } from '../../support/life.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('a slip that was adjusted is cancelled once its adjustments are', async () => {
  const slips = await slipMaker(db);
  const adjustments = adjustmentMaker(slips.agencyId);
  await db.as('admin', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]] });
    const made = await adjustments.create(me, {
      agency: 'DL0001',
      direction: 'up',
      amount: 1000,
      slip: slip.id,
    });

    expect(await takeRefused(me, 'cancel_issue', slip.id)).toMatchObject({
      code: 'SDADJ',
      details: {
        issue_code: slip.code,
        adjustment_codes: made.code,
      },
    });
    await adjustments.cancel(me, made.id);
    expect((await take(me, 'cancel_issue', slip.id)).status).toBe('cancelled');
  });
});
