import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, type Slip, type SlipMaker } from '../../support/slip.ts';
import { returnMaker, type IssueReturn, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: ReturnMaker;
let slip: Slip;
let made: IssueReturn;

beforeAll(async () => {
  db = await testDatabase();
  [slips, returns] = [await slipMaker(db), await returnMaker(db)];
  slip = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]] }),
  );
  made = await db.commitAs('manager', (me) =>
    returns.create(me, { slip: slip.id, lines: [['TRON', 3]] }),
  );
});
afterAll(() => db.close());

test('a return is cancelled once', async () => {
  await db.as('admin', async (me) => {
    await returns.cancel(me, made.id);

    expect(await returns.cancelRefused(me, made.id)).toMatchObject({
      code: 'SDTRN',
      details: { issue_return_code: made.code, from: 'cancelled', to: 'cancelled' },
    });
  });
});

test('a cancelled one does not come back, by the owner neither', async () => {
  await db.asOwner(async (owner) => {
    await owner.query(
      `update inventory.issue_return
        set status = 'cancelled', cancelled_at = now(), cancelled_by = created_by,
         cancel_reason = 'Gõ nhầm' where id::text = $1`,
      [made.id],
    );

    expect(
      (
        await owner.refusal(
          `update inventory.issue_return
            set status = 'confirmed', cancelled_at = null, cancelled_by = null,
         cancel_reason = null where id::text = $1`,
          [made.id],
        )
      ).code,
    ).toBe('SDTRN');
  });
});

test('one that waits is confirmed or rejected once, and not cancelled', async () => {
  const ask = (me: Actor) => returns.request(me, { slip: slip.id, lines: [['TRON', 1]] });
  await db.as('admin', async (me) => {
    const [first, second] = [await ask(me), await ask(me)];
    expect(await returns.cancelRefused(me, first.id)).toMatchObject({
      code: 'SDTRN',
      details: { from: 'requested', to: 'cancelled' },
    });
    await returns.confirm(me, first.id);
    expect(await returns.confirmRefused(me, first.id)).toMatchObject({
      code: 'SDTRN',
      details: { from: 'confirmed', to: 'confirmed' },
    });
    expect((await returns.rejectRefused(me, first.id)).details).toMatchObject({
      from: 'confirmed',
      to: 'rejected',
    });
    await returns.reject(me, second.id);
    expect((await returns.rejectRefused(me, second.id)).details).toMatchObject({
      from: 'rejected',
      to: 'rejected',
    });
    expect((await returns.confirmRefused(me, second.id)).details).toMatchObject({
      from: 'rejected',
      to: 'confirmed',
    });
  });
});

test('none is born confirmed, of the owner neither', async () => {
  await db.asOwner(async (owner) => {
    expect(
      (
        await owner.refusal(
          `insert into inventory.issue_return (agency_id, issue_id, status, return_date, reason,
            created_by, confirmed_at, confirmed_by)
       select agency_id, issue_id, 'confirmed', return_date, reason, created_by, confirmed_at,
         confirmed_by
       from inventory.issue_return where id::text = $1`,
          [made.id],
        )
      ).code,
    ).toBe('SDTRN');
  });
});
