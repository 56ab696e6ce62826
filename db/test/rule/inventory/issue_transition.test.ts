import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hand } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { confirmSlips, requestSlip } from '../../support/request.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const states = ['requested', 'confirmed', 'postponed', 'rejected', 'delivered', 'cancelled'];
const roads = new Set([
  'requested → confirmed',
  'requested → postponed',
  'requested → rejected',
  'postponed → requested',
  'postponed → rejected',
  'confirmed → delivered',
  'confirmed → cancelled',
  'delivered → cancelled',
]);
const journeys = states.flatMap((from) =>
  states
    .filter((to) => to !== from)
    .map((to) => ({ from, to, isRoad: roads.has(`${from} → ${to}`) })),
);

const stateIs = `status = $2,
  confirmed_at = case when $2 in ('confirmed', 'delivered', 'cancelled') then now() end,
  confirmed_by = case when $2 in ('confirmed', 'delivered', 'cancelled') then created_by end,
  delivered_at = case $2 when 'delivered' then now() end,
  delivered_by = case $2 when 'delivered' then created_by end,
  cancelled_at = case $2 when 'cancelled' then now() end,
  cancelled_by = case $2 when 'cancelled' then created_by end,
  reason = case when $2 in ('postponed', 'rejected', 'cancelled') then 'Khách đổi ý' end`;

/** A slip put into a state without asking the rules, to see where they let it go from there. */
async function slipThatIs(owner: Hand, state: string): Promise<string> {
  const id = await requestSlip(owner, { agency: 'DL0001', lines: [['MI', 1]] });
  // what was confirmed has its ledger rows, which cancelling reverses
  if (['confirmed', 'delivered', 'cancelled'].includes(state)) await confirmSlips(owner, id);
  await owner.query('alter table inventory.issue disable trigger user');
  await owner.query(`update inventory.issue set ${stateIs} where id::text = $1`, [id, state]);
  await owner.query('alter table inventory.issue enable trigger user');
  return id;
}

describe('a slip', () => {
  test.each(journeys.filter((journey) => !journey.isRoad))(
    'cannot go from $from to $to',
    async ({ from, to }) => {
      await db.asOwner(async (owner) => {
        const id = await slipThatIs(owner, from);

        const refusal = await owner.refusal(
          'update inventory.issue set status = $2 where id::text = $1',
          [id, to],
        );

        expect(refusal.code).toBe('SDTRN');
        expect(refusal.details).toEqual({ issue_id: id, from, to });
      });
    },
  );

  test.each(journeys.filter((journey) => journey.isRoad))(
    'may go from $from to $to',
    async ({ from, to }) => {
      await db.asOwner(async (owner) => {
        const id = await slipThatIs(owner, from);

        await owner.query(`update inventory.issue set ${stateIs} where id::text = $1`, [id, to]);

        expect(await owner.query('select status from inventory.issue')).toEqual([{ status: to }]);
      });
    },
  );

  test('cannot go to a state nobody knows', async () => {
    await db.asOwner(async (owner) => {
      const id = await requestSlip(owner, { agency: 'DL0001', lines: [['MI', 1]] });

      const refusal = await owner.refusal(
        "update inventory.issue set status = 'lost' where id::text = $1",
        [id],
      );

      expect(refusal).toMatchObject({ code: 'SDTRN', details: { to: 'lost' } });
    });
  });

  test('stays where it is when its state is written again', async () => {
    await db.asOwner(async (owner) => {
      const id = await slipThatIs(owner, 'confirmed');

      await owner.query("update inventory.issue set status = 'confirmed' where id::text = $1", [
        id,
      ]);

      // no second set of ledger rows either
      expect(
        await owner.query("select id from inventory.stock_movement where kind = 'issue'"),
      ).toHaveLength(1);
    });
  });
});

test.each(states.filter((state) => state !== 'requested'))(
  'no slip is born %s: it begins as a request',
  async (state) => {
    await db.asOwner(async (owner) => {
      const refusal = await owner.refusal(
        `insert into inventory.issue (agency_id, issue_date, created_by, status)
         select a.id, config.business_date(), u.id, $1
         from agency.agency as a cross join auth."user" as u
         where a.code = 'DL0001' and u.email = 'manager@sodaily.test'`,
        [state],
      );

      expect(refusal).toMatchObject({ code: 'SDTRN', details: { from: 'new', to: state } });
    });
  },
);
