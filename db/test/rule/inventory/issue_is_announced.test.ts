import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Reader } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { confirmSlips, requestSlip } from '../../support/request.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
beforeEach(() => db.query('delete from graphile_worker._private_jobs'));
afterAll(() => db.close());

const queuedJobs = (reader: Reader) =>
  reader.query<{ task: string; payload: object }>(
    `select t.identifier as task, j.payload
   from graphile_worker._private_jobs as j
   join graphile_worker._private_tasks as t on t.id = j.task_id
   order by j.payload::text`,
  );

test('a confirmed slip queues one job that names it', async () => {
  const slip = await db.commitAs('sales', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }),
  );

  expect(await queuedJobs(db)).toEqual([
    { task: 'notify_issue_created', payload: { issue_id: slip.id } },
  ]);
});

test('a slip that is rolled back is not announced', async () => {
  await db.as('sales', (me) => slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }));

  expect(await queuedJobs(db)).toEqual([]);
});

test('a refused slip is not announced', async () => {
  await db.commitAs('sales', (me) =>
    slips.refused(me, { agency: 'DL0001', lines: [['MI', 1000]] }),
  );

  expect(await queuedJobs(db)).toEqual([]);
});

test('the same command sent again announces nothing new', async () => {
  const wish = { agency: 'DL0001', lines: [['MI', 1]] as [string, number][], clientKey: 'again' };
  await db.commitAs('sales', (me) => slips.create(me, wish));
  await db.commitAs('sales', (me) => slips.create(me, wish));

  expect(await queuedJobs(db)).toHaveLength(1);
});

test('a request is not announced before it is confirmed', async () => {
  await db.asOwner(async (owner) => {
    const id = await requestSlip(owner, { agency: 'DL0001', lines: [['MI', 1]] });
    expect(await queuedJobs(owner)).toEqual([]);

    await confirmSlips(owner, id);

    expect(await queuedJobs(owner)).toHaveLength(1);
  });
});

test('slips confirmed by one statement are announced one by one', async () => {
  await db.asOwner(async (owner) => {
    const ids = [
      await requestSlip(owner, { agency: 'DL0001', lines: [['MI', 1]] }),
      await requestSlip(owner, { agency: 'DL0002', lines: [['MI', 1]] }),
    ];

    await confirmSlips(owner, ...ids);

    const jobs = await queuedJobs(owner);
    expect(jobs.map((job) => job.payload)).toEqual(
      ids.map((id) => ({ issue_id: id })).toSorted((a, b) => (a.issue_id < b.issue_id ? -1 : 1)),
    );
  });
});

test('only jobs on the list can be queued', async () => {
  await db.asOwner(async (owner) => {
    const refusal = await owner.refusal("select notification.enqueue('format_disk', '{}')");

    expect(refusal.code).toBe('SDINT');
    expect(await queuedJobs(owner)).toEqual([]);
  });
});
