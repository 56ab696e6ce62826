import { readFile } from 'node:fs/promises';
import { Logger, parseCrontab, runOnce } from 'graphile-worker';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { withClient } from '../../db/tools/prepare.ts';
import { slipMaker, type Slip, type SlipMaker } from '../../db/test/support/slip.ts';
import { queueAnnouncing } from '../announcer.ts';
import { readEnv } from '../env.ts';
import { silentWorkerLogger } from '../log.ts';
import { queuePreset } from '../queue_preset.ts';
import { taskList } from './support/tasks.ts';

let db: TestDatabase;
let slips: SlipMaker;
let pgPool: pg.Pool;
beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});
beforeEach(async () => {
  await pgPool.query('delete from graphile_worker._private_jobs');
  await db.query('delete from notification.announcement');
});

const makeSlip = (agency = 'DL0001'): Promise<Slip> =>
  db.commitAs('sales', (me) => slips.create(me, { agency, lines: [['MI', 1]] }));
/** Looks for documents to be told of, and runs whatever is due, once. */
const runQueue = async () => {
  await queueAnnouncing(pgPool);
  await runOnce({
    pgPool,
    taskList,
    preset: queuePreset,
    noHandleSignals: true,
    logger: silentWorkerLogger(),
  });
};
const jobs = () =>
  db.query<{
    task: string;
    key: string | null;
    attempts: number;
    due: number;
    error: string | null;
  }>(
    `select task_identifier as task, key, attempts, last_error as error,
     extract(epoch from run_at - now())::float8 as due from graphile_worker.jobs order by id`,
  );
const told = (slip: Slip) =>
  db.query<{ person: string; kind: string; payload: Record<string, string> }>(
    `select split_part(u.email, '@', 1) as person, n.kind, n.payload
   from notification.notification as n join auth."user" as u on u.id = n.user_id
   where n.subject = $1 order by 1`,
    [slip.id],
  );

describe('a new slip', () => {
  test('is told to those concerned, with money only for those who may see it', async () => {
    const slip = await makeSlip();
    await runQueue();
    const people = await told(slip);
    expect(people.map(({ person, kind }) => `${person} ${kind}`)).toEqual([
      'admin issue_created',
      'agency issue_created',
      'manager issue_created',
      'sales issue_announced',
      'warehouse issue_created',
    ]);
    const money = Object.fromEntries(
      people.map(({ person, payload }) => [person, payload['total_amount']]),
    );
    expect(money).toMatchObject({
      admin: slips.worth('MI'),
      agency: slips.worth('MI'),
      warehouse: undefined,
    });
  });

  test('is told once, however often the job runs', async () => {
    const slip = await makeSlip();
    await runQueue();
    const first = await told(slip);
    await pgPool.query(`select graphile_worker.add_job('notify_issue_created', $1)`, [
      { issue_id: slip.id },
    ]);
    await pgPool.query(`select graphile_worker.add_job('announce')`);
    await runQueue();
    expect(await told(slip)).toEqual(first);
  });

  test('is told of together with others by one job, which leaves the list empty', async () => {
    const made = [await makeSlip(), await makeSlip('DL0002'), await makeSlip()];
    expect(await queueAnnouncing(pgPool)).toBe('queued');
    expect(await queueAnnouncing(pgPool)).toBe('queued');
    expect(await jobs()).toMatchObject([{ task: 'announce', key: 'announce' }]);
    await runQueue();
    for (const slip of made) expect(await told(slip)).not.toEqual([]);
    expect(await db.query('select from notification.announcement')).toEqual([]);
    expect(await queueAnnouncing(pgPool)).toBe('nothing');
  });

  test('that could not be told of with others is told of by a job of its own', async () => {
    const [bad, good] = [await makeSlip(), await makeSlip()];
    // a notice of the one slip cannot be written
    await db.query(
      `alter table notification.notification add constraint nobody_hears_of_it
        check (subject <> '${bad.id}') not valid`,
    );
    await runQueue();
    expect(await jobs()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          task: 'notify_issue_created',
          attempts: 1,
          error: expect.stringContaining('nobody_hears_of_it'),
        }),
      ]),
    );
    expect((await jobs()).filter(({ task }) => task.startsWith('notify'))).toHaveLength(1);
    expect(await told(good)).toHaveLength(5);
    expect(await told(bad)).toEqual([]);

    await db.query('alter table notification.notification drop constraint nobody_hears_of_it');
    await pgPool.query(
      `update graphile_worker._private_jobs set run_at = now()
        where task_id = (select t.id from graphile_worker._private_tasks as t
          where t.identifier = 'notify_issue_created')`,
    );
    await runQueue();
    expect(await told(bad)).toHaveLength(5);
  });

  test('has the sales report refreshed two seconds later, once for many slips', async () => {
    for (const agency of ['DL0001', 'DL0002', 'DL0001']) await makeSlip(agency);
    await runQueue();
    const waiting = await jobs();
    expect(waiting).toMatchObject([
      { task: 'refresh_report', key: 'refresh_report:monthly_sales' },
    ]);
    expect(waiting[0]?.due).toBeGreaterThan(0);
    expect(waiting[0]?.due).toBeLessThanOrEqual(2);
  });
});

describe('refreshing a report', () => {
  const sales = () =>
    db.as('manager', (me) =>
      me.one<{ slips: string }>(
        `select coalesce(sum(s.slip_count), 0)::text as slips
          from report.monthly_sales(config.business_date()) as s`,
      ),
    );

  test('brings new slips into it', async () => {
    await pgPool.query(
      `select graphile_worker.add_job('refresh_report', '{"report": "monthly_sales"}')`,
    );
    await runQueue();
    const before = await sales();
    await makeSlip();
    await runQueue();
    expect(await sales()).toEqual(before);
    await pgPool.query(
      `update graphile_worker._private_jobs set run_at = now()
        where key = 'refresh_report:monthly_sales'`,
    );
    await runQueue();
    expect(Number((await sales()).slips)).toBe(Number(before.slips) + 1);
    expect(await jobs()).toEqual([]);
  });

  test('that nobody knows fails, says why, and is tried again later', async () => {
    await pgPool.query(
      `select graphile_worker.add_job('refresh_report', '{"report": "no_such_report"}')`,
    );
    await runQueue();
    expect(await jobs()).toMatchObject([
      { task: 'refresh_report', attempts: 1, error: expect.stringContaining('no_such_report') },
    ]);
  });
});

describe('folding what postings left', () => {
  const waiting = () => db.query('select from report.debt_delta');
  const summary = () =>
    db.query(
      'select m.*, m.updated_at::text from report.agency_month as m order by m.agency_id, m.month',
    );
  const foldNow = async () => {
    await pgPool.query("select graphile_worker.add_job('fold_deltas')");
    await runQueue();
  };

  test('brings slips into the summaries, once, however often the job runs', async () => {
    await makeSlip();
    expect(await waiting()).not.toEqual([]);

    await foldNow();
    expect(await waiting()).toEqual([]);
    const first = await summary();
    await foldNow();

    expect(await summary()).toEqual(first);
    expect(first).not.toEqual([]);
  });
});

test.each(['notify_issue_created', 'refresh_report'])(
  'a job %s without its key fails and stays visible',
  async (task) => {
    await pgPool.query('select graphile_worker.add_job($1, $2)', [task, { something: 'else' }]);
    await runQueue();
    expect(await jobs()).toMatchObject([
      { task, attempts: 1, error: expect.stringContaining('invalid') },
    ]);
  },
);

describe('the nightly check', () => {
  const verify = async (): Promise<string[]> => {
    const lines: string[] = [];
    const logger = new Logger(() => (level, message) => {
      if (level === 'error') lines.push(message);
    });
    await pgPool.query("select graphile_worker.add_job('verify_ledgers')");
    await runOnce({ pgPool, taskList, preset: queuePreset, noHandleSignals: true, logger });
    expect(await jobs()).not.toContainEqual(expect.objectContaining({ task: 'verify_ledgers' }));
    return lines;
  };
  const lastNight = () =>
    db.query<{ name: string }>(
      `select r.name from audit.invariant_run as r
     where r.breaches > 0 and r.ran_at = (select max(l.ran_at) from audit.invariant_run as l)`,
    );
  const warned = () =>
    db.query<{ email: string; payload: object }>(
      `select u.email, n.payload from notification.notification as n
        join auth."user" as u on u.id = n.user_id
     where n.kind = 'invariants_broken'`,
    );

  test('finds nothing while the books agree, and tells nobody', async () => {
    await makeSlip();

    expect(await verify()).toEqual([]);

    expect(await lastNight()).toEqual([]);
    expect(await warned()).toEqual([]);
  });

  test('that finds stock without a movement says so in the log, keeps it and tells administrators', async () => {
    await withClient(db.admin, async (superuser) => {
      await superuser.query('set session_replication_role = replica');
      await superuser.query(
        "update inventory.item set stock_quantity = stock_quantity + 1 where sku = 'TRON'",
      );
    });

    expect(await verify()).toEqual([
      'an invariant is broken: stock_is_the_sum_of_its_movements, 1 rows',
    ]);

    expect(await lastNight()).toEqual([{ name: 'stock_is_the_sum_of_its_movements' }]);
    expect(await warned()).toEqual([
      {
        email: 'admin@sodaily.test',
        payload: { broken: '1', invariants: 'stock_is_the_sum_of_its_movements' },
      },
    ]);
  });
});

test('the schedule names known tasks only, with payloads they take', async () => {
  const items = parseCrontab(await readFile(new URL('../crontab', import.meta.url), 'utf8'));
  expect(items.length).toBeGreaterThan(0);
  for (const item of items) expect(Object.keys(taskList)).toContain(item.task);
  const [reports, others] = [true, false].map((isReport) =>
    items.filter(({ task }) => (task === 'refresh_report') === isReport),
  );
  expect(new Set(reports?.map(({ payload }) => payload?.report))).toEqual(
    new Set(['monthly_sales', 'agency_ranking']),
  );
  expect(others?.every(({ payload }) => Object.keys(payload ?? {}).length === 0)).toBe(true);
});

test('the environment is refused with the names of all that is wrong', () => {
  expect(() => readEnv({ WORKER_CONCURRENCY: '0' })).toThrow(
    /WORKER_DATABASE_URL[\s\S]*WORKER_CONCURRENCY/,
  );
});
