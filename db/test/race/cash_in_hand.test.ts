import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { debtOf } from '../support/books.ts';
import { handOver, paidWith } from '../support/cash.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { regulate, take } from '../support/life.ts';
import { addAgency } from '../support/master.ts';
import { atOnce, refusedCodes, successes } from '../support/race.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
const rounds = [1, 2, 3, 4];
const agencyOf = (round: number): string => `DL320${round}`;

beforeAll(async () => {
  db = await testDatabase();
  for (const round of rounds) await addAgency(db, { code: agencyOf(round) });
  slips = await slipMaker(db);
});
afterAll(() => db.close());

test.each(rounds)(
  'cash is handed over while its slip is cancelled: credit, or nothing is left of it (%i)',
  async (round) => {
    const slip = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: agencyOf(round), lines: [['TRON', 1]], paidNow: 300_000 }),
    );
    const paid = await paidWith(db, slip.id);

    const outcomes = await atOnce<unknown>(db, [
      { person: 'accountant', act: (me) => handOver(me, [paid.id]) },
      { person: 'manager', act: (me) => take(me, 'cancel_issue', slip.id) },
    ]);

    const isHandedOver = successes(outcomes).length === 2;
    expect([refusedCodes(outcomes), await debtOf(db, agencyOf(round))]).toEqual(
      isHandedOver ? [[], '-300000'] : [['SDTRN'], '0'],
    );
  },
);

test.each(rounds)('two mark the same cash: it is handed over once (%i)', async () => {
  const slip = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0004', lines: [['TRON', 1]], paidNow: 1_000_000 }),
  );
  const paid = await paidWith(db, slip.id);
  const mark = (person: 'accountant' | 'admin') => ({
    person,
    act: (me: Actor) => handOver(me, [paid.id]),
  });

  expect(refusedCodes(await atOnce(db, [mark('accountant'), mark('admin')]))).toEqual(['SDTRN']);
});

test.each(rounds)(
  'one person sells for cash at two places at once: together it stays within the limit (%i)',
  async (round) => {
    await db.commitAs('accountant', async (me) => {
      const held = await me.query<{ id: string }>(
        `select p.id::text from finance.payment as p
       where p.issue_id is not null and p.handed_over_at is null and p.status = 'confirmed'`,
      );
      if (held.length > 0)
        await handOver(
          me,
          held.map(({ id }) => id),
        );
    });
    if (round === 1) await regulate(db, 'PAID_NOW_LIMIT', '1500000');
    const sell = (agency: string) => ({
      person: 'manager' as const,
      act: (me: Actor) => slips.create(me, { agency, lines: [['TRON', 1]], paidNow: 1_000_000 }),
    });

    const outcomes = await atOnce(db, [sell(agencyOf(round)), sell('DL0004')]);

    expect(refusedCodes(outcomes)).toEqual(['SDPNL']);
    expect(outcomes).toContainEqual({
      code: 'SDPNL',
      details: expect.objectContaining({ excess: '500000' }),
    });
  },
);

test('after all of it the books are whole', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
