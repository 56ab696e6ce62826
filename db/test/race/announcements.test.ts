// Slips are made and told of at the same time, by several people and several workers.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { addAgency } from '../support/master.ts';
import { outcomeOf, refusedCodes } from '../support/race.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';

const sellers = 4;
const slipsOfEach = 15;
const workers = 3;

let db: TestDatabase;
let slips: SlipMaker;
let pool: pg.Pool;
beforeAll(async () => {
  db = await testDatabase();
  // fifteen slips come near the limit and not beyond it
  for (let nth = 1; nth <= sellers; nth += 1)
    await addAgency(db, { code: `DL100${nth}`, debtLimit: 200_000 });
  slips = await slipMaker(db);
  pool = new pg.Pool({ connectionString: db.workerUrl, max: workers });
});
afterAll(async () => {
  await pool.end();
  await db.close();
});

/** Tells of a few documents at a time, until everything was made and nothing is left. */
async function tellOnAndOn(isMade: () => boolean): Promise<number> {
  let told = 0;
  for (;;) {
    const wasMade = isMade();
    const { rows } = await pool.query<{ taken: number; told: number; alone: number }>(
      `select a.taken::int, a.told::int, a.queued_alone::int as alone
        from notification.announce_waiting(4) as a`,
    );
    told += rows[0]?.told ?? 0;
    expect(rows[0]?.alone).toBe(0);
    if (rows[0]?.taken === 0 && wasMade) return told;
  }
}

test('every slip is told of exactly once, near limits too, and nobody waits in a circle', async () => {
  let isMade = false;
  const telling = Promise.all(Array.from({ length: workers }, () => tellOnAndOn(() => isMade)));
  const made = await Promise.all(
    Array.from({ length: sellers }, async (_none, nth) => {
      const outcomes = [];
      for (let slip = 0; slip < slipsOfEach; slip += 1) {
        // each sells to every agency
        const agency = `DL100${1 + ((nth + slip) % sellers)}`;
        outcomes.push(
          await outcomeOf(
            db.commitAs('manager', (me) => slips.create(me, { agency, lines: [['LE', 1]] })),
          ),
        );
      }
      return outcomes;
    }),
  );
  isMade = true;
  const told = (await telling).reduce((sum, one) => sum + one, 0);

  expect(refusedCodes(made.flat())).toEqual([]);
  expect(await db.query('select from notification.announcement')).toEqual([]);
  const heard = await db.query<{ slips: number; notices: number; people: number }>(
    `select count(distinct n.subject)::int as slips, count(*)::int as notices,
       (count(*) / count(distinct n.subject))::int as people
     from notification.notification as n where n.kind in ('issue_created', 'issue_announced')`,
  );
  // admin and warehouse hear of each, and the manager that it was told
  expect(heard).toEqual([
    { slips: sellers * slipsOfEach, notices: sellers * slipsOfEach * 3, people: 3 },
  ]);
  expect(told).toBe(sellers * slipsOfEach * 3);
  const warned = await db.query<{ agency: string; people: number }>(
    `select a.code as agency, count(*)::int as people
     from notification.notification as n join agency.agency as a on a.id = n.about_agency_id
     where n.kind = 'near_limit' group by a.code order by a.code`,
  );
  expect(warned).toEqual(
    Array.from({ length: sellers }, (_none, nth) => ({ agency: `DL100${nth + 1}`, people: 2 })),
  );
});
