import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate } from '../../support/life.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { returnMaker, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: ReturnMaker;

beforeAll(async () => {
  db = await testDatabase();
  [slips, returns] = [await slipMaker(db), await returnMaker(db)];
});
afterAll(() => db.close());

test('while FOUR_EYES is on nobody confirms or cancels a return that they asked for, a colleague does', async () => {
  const slip = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]] }),
  );
  const ask = () =>
    db.commitAs('manager', (me) => returns.request(me, { slip: slip.id, lines: [['TRON', 1]] }));
  const [first, second] = [await ask(), await ask()];
  // both at once is free while it is off
  expect(await db.commitAs('manager', (me) => returns.confirm(me, first.id))).toMatchObject({
    status: 'confirmed',
  });
  await regulate(db, 'FOUR_EYES', 'true');

  await db.as('manager', async (me) => {
    for (const refusal of [
      await returns.confirmRefused(me, second.id),
      await returns.cancelRefused(me, first.id),
      await returns.refused(me, { slip: slip.id, lines: [['TRON', 1]] }),
    ])
      expect(refusal).toMatchObject({ code: 'SDFOR', details: { created_by: me.userId } });
    // rejecting one's own is withdrawing it
    expect(await returns.reject(me, second.id)).toMatchObject({ status: 'rejected' });
  });
  await db.as('admin', async (me) => {
    expect(await returns.confirm(me, second.id)).toMatchObject({ status: 'confirmed' });
    expect(await returns.cancel(me, first.id)).toMatchObject({ status: 'cancelled' });
  });
});
