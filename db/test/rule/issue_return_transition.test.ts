import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { regulate } from '../support/life.ts';
import { slipMaker, type Slip, type SlipMaker } from '../support/slip.ts';
import { returnMaker, type IssueReturn, type ReturnMaker } from '../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: ReturnMaker;
let slip: Slip;
let made: IssueReturn;

beforeAll(async () => {
  db = await testDatabase();
  [slips, returns] = [await slipMaker(db), await returnMaker(db)];
  slip = await db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]] }));
  made = await db.commitAs('manager', (me) => returns.create(me, { slip: slip.id, lines: [['TRON', 3]] }));
});
afterAll(() => db.close());

test('a return is cancelled once', async () => {
  await db.as('admin', async (me) => {
    await returns.cancel(me, made.id);

    expect(await returns.cancelRefused(me, made.id)).toMatchObject({
      code: 'SDTRN', details: { issue_return_code: made.code, from: 'cancelled', to: 'cancelled' } });
  });
});

test('a cancelled one does not come back, by the owner neither', async () => {
  await db.asOwner(async (owner) => {
    await owner.query(
      `update inventory.issue_return set status = 'cancelled', cancelled_at = now(), cancelled_by = created_by,
         cancel_reason = 'Gõ nhầm' where id::text = $1`, [made.id]);

    expect((await owner.refusal(
      `update inventory.issue_return set status = 'confirmed', cancelled_at = null, cancelled_by = null,
         cancel_reason = null where id::text = $1`, [made.id])).code).toBe('SDTRN');
  });
});

test('while FOUR_EYES is on, not by who wrote it', async () => {
  await regulate(db, 'FOUR_EYES', 'true');
  await db.as('manager', async (me) => {
    expect((await returns.cancelRefused(me, made.id)).code).toBe('SDFOR');
  });
  await db.as('admin', async (me) => {
    expect(await returns.cancel(me, made.id)).toMatchObject({ status: 'cancelled' });
  });
});
