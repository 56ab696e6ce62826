// What a document costs the database is counted in statements that its functions run: each starts
// an executor, reads its constraints and conditions anew, and may fire a round of triggers. A
// figure that grows is a step that asks something twice; a plan made anew is a function in SQL that
// does not melt into its query.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../../../tools/prepare.ts';
import type { Actor, Person } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { paymentMaker } from '../../support/payment.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { receiptMaker, returnMaker } from '../../support/stock.ts';

/** After so many a connection keeps its plans. */
const WARM = 8;
const COUNTED = 3;

let db: TestDatabase;
let slips: SlipMaker;
beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  await db.query('update agency.agency_type set debt_limit = 900000000000');
  await withClient(db.admin, async (superuser) => {
    await superuser.query('create extension if not exists pg_stat_statements');
    for (const [setting, value] of [
      ['track', 'all'],
      ['track_planning', 'on'],
    ]) {
      await superuser.query(
        `do $$ begin execute format('alter database %I set pg_stat_statements.${setting} = %L',
          current_database(), '${value}'); end $$`,
      );
    }
  });
});
afterAll(() => db.close());

interface Cost {
  /** Statements of functions, without the checks of foreign keys. */
  own: number;
  foreignKeys: number;
  planned: number;
  /** The statements, the most frequent first: what to look at when the figure grew. */
  list: string;
}

const isForeignKey = ({ query }: { query: string }): boolean =>
  query.startsWith('SELECT 1 FROM ONLY ');

/** What was counted since the statistics of this database were emptied, for one of `many`. */
async function countedCost(superuser: pg.Client, many: number): Promise<Cost> {
  const { rows } = await superuser.query<{ calls: number; plans: number; query: string }>(
    `select s.calls::int, s.plans::int, regexp_replace(s.query, '\\s+', ' ', 'g') as query
     from pg_stat_statements as s join pg_database as d on d.oid = s.dbid
     where d.datname = current_database() and not s.toplevel
     order by s.calls desc, s.query`,
  );
  const sum = (of: typeof rows, key: 'calls' | 'plans') =>
    of.reduce((total, row) => total + row[key], 0) / many;
  const own = rows.filter((row) => !isForeignKey(row));
  return {
    own: sum(own, 'calls'),
    foreignKeys: sum(rows.filter(isForeignKey), 'calls'),
    planned: sum(rows, 'plans'),
    list: rows.map(({ calls, query }) => `${calls / many} × ${query.slice(0, 150)}`).join('\n'),
  };
}

/**
 * What one of many costs on a connection that has its plans. Counted three times: when statistics
 * of a table were gathered in between, its plans are made anew once.
 */
async function costOf(person: Person, act: (me: Actor) => Promise<unknown>): Promise<Cost> {
  const found: Cost[] = [];
  await db.withRegular(person, async (regular) => {
    for (let nth = 0; nth < WARM; nth += 1) await regular.commit(act);
    await withClient(db.admin, async (superuser) => {
      for (let time = 0; time < 3; time += 1) {
        await superuser.query(
          `select pg_stat_statements_reset(0, d.oid, 0) from pg_database as d
           where d.datname = current_database()`,
        );
        for (let nth = 0; nth < COUNTED; nth += 1) await regular.commit(act);
        found.push(await countedCost(superuser, COUNTED));
      }
    });
  });
  const [cost] = found.toSorted((one, other) => one.planned - other.planned);
  // each document writes rows that refer to others
  if (!cost?.foreignKeys) throw new Error('nothing was counted');
  return cost;
}

test('a slip of three lines runs at most 55 statements, and plans none of them anew', async () => {
  const cost = await costOf('manager', (me) =>
    slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['MI', 1],
        ['LE', 1],
        ['DUONG', 1],
      ],
    }),
  );

  expect(cost.own, cost.list).toBeLessThanOrEqual(55);
  expect(cost.planned).toBe(0);
});

test('a slip that is paid on the spot in part runs at most 84 statements', async () => {
  const cost = await costOf('manager', (me) =>
    slips.create(me, { agency: 'DL0002', lines: [['LE', 3]], paidNow: 1000 }),
  );

  expect(cost.own, cost.list).toBeLessThanOrEqual(84);
});

test('a receipt of two lines runs at most 42 statements', async () => {
  const receipts = await receiptMaker(db);
  const cost = await costOf('warehouse', (me) =>
    receipts.create(me, {
      lines: [
        ['MI', 10, 108_000],
        ['LE', 10, 12_345],
      ],
    }),
  );

  expect(cost.own, cost.list).toBeLessThanOrEqual(42);
});

test('a payment runs at most 37 statements', async () => {
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0004', lines: [['LE', 100]] }),
  );
  const payments = paymentMaker(slips.agencyId);
  const cost = await costOf('accountant', (me) =>
    payments.create(me, { agency: 'DL0004', amount: 1000, clientKey: randomUUID() }),
  );

  expect(cost.own, cost.list).toBeLessThanOrEqual(37);
});

test('a return of one line runs at most 101 statements', async () => {
  const returns = await returnMaker(db);
  const slip = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0004', lines: [['LE', 100]] }),
  );
  const cost = await costOf('manager', (me) =>
    returns.create(me, { slip: slip.id, lines: [['LE', 1]] }),
  );

  expect(cost.own, cost.list).toBeLessThanOrEqual(101);
});
