import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { breachesOf } from '../support/invariants.ts';
import { take } from '../support/life.ts';
import { slipMaker, type Slip, type SlipMaker } from '../support/slip.ts';
import { returnMaker } from '../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: Awaited<ReturnType<typeof returnMaker>>;
beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  returns = await returnMaker(db);
});
afterAll(() => db.close());

const loweringOf = ({ id }: Slip) => db.query(
  `select l.lowered_on = l.slip_date as same_day, l.amount::text from report.slip_lowering as l
   where l.issue_id::text = $1 order by l.lowered_on`, [id]);
/** A slip of so many pieces at 1,000,000, and what happens to it. */
const slipThen = (pieces: number, paidNow: number, then: (me: Actor, slip: Slip) => Promise<unknown>): Promise<Slip> =>
  db.commitAs('manager', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['TRON', pieces]], paidNow });
    await then(me, slip);
    return slip;
  });
const comesBack = (me: Actor, { id }: Slip, pieces: number) => returns.create(me, { slip: id, lines: [['TRON', pieces]] });

test('what nothing lowered is kept nowhere', async () => {
  const slip = await slipThen(3, 1_000_000, async () => undefined);

  expect(await loweringOf(slip)).toEqual([]);
});

test('a return lowers its slip by its worth, and another one more', async () => {
  const slip = await slipThen(3, 0, async (me, sold) => {
    await comesBack(me, sold, 1);
    await comesBack(me, sold, 1);
  });

  expect(await loweringOf(slip)).toEqual([{ same_day: true, amount: '-2000000' }]);
});

test('what comes back beyond what the slip still asks for pays other slips, not this one', async () => {
  const slip = await slipThen(3, 2_000_000, (me, sold) => comesBack(me, sold, 2));

  expect(await loweringOf(slip)).toEqual([{ same_day: true, amount: '-1000000' }]);
});

test('a cancelled slip asks for nothing, though what was paid on the spot is cancelled with it', async () => {
  const slip = await slipThen(3, 1_000_000, (me, sold) => take(me, 'cancel_issue', sold.id));

  expect(await loweringOf(slip)).toEqual([{ same_day: true, amount: '-2000000' }]);
});

test('made anew from the ledger, all is the same', async () => {
  const kept = () => db.query(
    'select l.issue_id::text, l.lowered_on::text, l.slip_date::text, l.amount::text from report.slip_lowering as l order by 1');
  const before = await kept();
  expect(before).toHaveLength(3);
  expect(await breachesOf(db, 'slip_lowerings_equal_the_ledger')).toEqual([]);

  await db.query('select report.rebuild_summaries()');

  expect(await kept()).toEqual(before);
});

test('nobody reads it around the reports', async () => {
  await db.as('admin', async (me) => {
    expect((await me.refusal('select * from report.slip_lowering')).code).toBe('42501');
    expect((await me.refusal('select * from report.agency_day')).code).toBe('42501');
    expect((await me.refusal('select * from report.item_month')).code).toBe('42501');
  });
});
