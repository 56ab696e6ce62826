import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { slipMaker, type Slip } from '../../db/test/support/slip.ts';
import { withClient } from '../../db/tools/prepare.ts';
import { readEnv } from '../env.ts';
import { watchQueue } from '../metrics/queue.ts';
import { releaseDeadJobs } from '../release_dead_jobs.ts';
import { start } from '../start.ts';

let db: TestDatabase;
const children: ChildProcess[] = [];
beforeEach(async () => {
  db = await testDatabase();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await db.close();
});

/** A real worker process that looks for jobs. */
async function startProcess(settings: Record<string, string> = {}): Promise<ChildProcess> {
  const child = fork(new URL('../index.ts', import.meta.url).pathname, [], {
    execArgv: [],
    env: {
      WORKER_DATABASE_URL: db.workerUrl,
      WORKER_METRICS_PORT: '0',
      LOG_LEVEL: 'silent',
      ...settings,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(child);
  const [message] = (await once(child, 'message')) as [unknown];
  expect(message).toEqual({ type: 'ready' });
  return child;
}

/** Holds the table that the job writes, so that the job is in the middle of its work. */
async function block(): Promise<() => Promise<void>> {
  const client = new pg.Client(db.admin);
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin; lock table notification.notification in exclusive mode');
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}

/** Ends every connection of the workers, as a restart of the database does. */
async function cutConnections(): Promise<void> {
  const client = new pg.Client(db.admin);
  await client.connect();
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'sodaily-worker' and datname = current_database()`);
  await client.end();
}

async function makeSlip(): Promise<Slip> {
  const slips = await slipMaker(db);
  return db.commitAs('sales', (me) => slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }));
}
/** Jobs that tell of slips. */
const jobs = () =>
  db.query<{ attempts: number; locked: boolean }>(
    `select attempts, locked_at is not null as locked from graphile_worker.jobs
   where task_identifier in ('announce', 'notify_issue_created')`,
  );
const waiting = async () => (await db.query('select from notification.announcement')).length;
/** A job of its own for a slip, as it gets one that cannot be told of with others. */
const queueAlone = (slip: Slip) =>
  withClient(db.workerUrl, (client) =>
    client.query(`select graphile_worker.add_job('notify_issue_created', $1)`, [
      { issue_id: slip.id },
    ]),
  );
const deadJobs = () => db.query('select from graphile_worker.jobs where attempts >= max_attempts');
const told = async (slip: Slip) =>
  (await db.query('select from notification.notification where subject = $1', [slip.id])).length;
const isAtWork = () => expect.poll(jobs).toMatchObject([{ locked: true }]);
/** Every slip was told of, and no job for it is left. */
const isDone = async (patience?: { timeout: number; interval: number }) => {
  await expect.poll(waiting, patience).toBe(0);
  await expect.poll(jobs, patience).toEqual([]);
};

const PATIENT = { timeout: 15_000, interval: 100 };

describe('a worker that is asked to stop in the middle of a job', () => {
  test('finishes the job, and the job is done: nobody runs it again', async () => {
    const worker = await startProcess();
    const release = await block();
    const slip = await makeSlip();
    await isAtWork();
    const exited = once(worker, 'exit');
    worker.kill('SIGTERM');
    setTimeout(release, 500);
    expect((await exited)[0]).toBe(0);
    expect(await told(slip)).toBe(5);
    expect(await jobs()).toEqual([]);
  });

  test('hands the job back when it takes too long, and the next worker does it once', async () => {
    const worker = await startProcess({ DRAIN_MS: '300' });
    const release = await block();
    const slip = await makeSlip();
    await isAtWork();
    const exited = once(worker, 'exit');
    worker.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
    expect(await jobs()).toMatchObject([{ attempts: 1, locked: false }]);
    expect(await waiting()).toBe(1);
    await release();
    await startProcess();
    await isDone(PATIENT);
    expect(await told(slip)).toBe(5);
  });

  test('stops as well when the process that started it goes away', async () => {
    const worker = await startProcess();
    const exited = once(worker, 'exit');
    worker.disconnect();
    expect((await exited)[0]).toBe(0);
  });
});

describe('a worker that was killed in the middle of a job', () => {
  test('is succeeded by one that does the job at once', async () => {
    const worker = await startProcess();
    const release = await block();
    const slip = await makeSlip();
    await isAtWork();
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    // the killed worker's last statement fails or ends with its transaction, the lock on the job
    // stays
    await cutConnections();
    await release();
    expect(await jobs()).toMatchObject([{ locked: true }]);
    expect(await waiting()).toBe(1);
    await startProcess();
    await isDone(PATIENT);
    expect(await told(slip)).toBe(5);
  });

  test('is succeeded by one that lived before it, too', async () => {
    const release = await block();
    await startProcess({ WORKER_CONCURRENCY: '1' });
    const first = await makeSlip();
    await isAtWork();
    // the older worker is busy, so the younger one has this
    const younger = await startProcess({ WORKER_CONCURRENCY: '1' });
    const second = await makeSlip();
    await queueAlone(second);
    await expect.poll(jobs).toMatchObject([{ locked: true }, { locked: true }]);
    younger.kill('SIGKILL');
    await once(younger, 'exit');
    await release();
    await isDone(PATIENT);
    expect([await told(first), await told(second)]).toEqual([5, 5]);
  });

  test('leaves what it had not committed to the next one, and tells of nothing twice', async () => {
    const worker = await startProcess();
    const earlier = await makeSlip();
    await isDone(PATIENT);
    const release = await block();
    const slips = [await makeSlip(), await makeSlip(), await makeSlip()];
    await isAtWork();
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    await cutConnections();
    await release();
    expect(await waiting()).toBe(3);
    expect(await Promise.all(slips.map(told))).toEqual([0, 0, 0]);
    await startProcess();
    await isDone(PATIENT);
    expect(await Promise.all([earlier, ...slips].map(told))).toEqual([5, 5, 5, 5]);
    expect(await deadJobs()).toEqual([]);
  });

  test('loses only its own jobs: those of the living are left alone', async () => {
    const worker = await startProcess();
    const release = await block();
    await makeSlip();
    await isAtWork();
    const other = new pg.Pool({
      connectionString: db.workerUrl,
      application_name: 'sodaily-worker',
      max: 1,
    });
    other.on('error', () => undefined);
    expect(await releaseDeadJobs(other)).toEqual([]);
    expect(await jobs()).toMatchObject([{ locked: true }]);
    await other.end();
    await release();
    await isDone();
    worker.kill('SIGTERM');
  });
});

test('a worker goes on after the database cut all its connections', async () => {
  const worker = await startProcess();
  await cutConnections();
  const slip = await makeSlip();
  await isDone(PATIENT);
  expect(await told(slip)).toBe(5);
  expect(worker.exitCode).toBeNull();
});

describe('slips that were confirmed while no worker lived', () => {
  test('are told of when one starts', async () => {
    const slips = [await makeSlip(), await makeSlip()];
    expect([await waiting(), await jobs()]).toEqual([2, []]);
    await startProcess();
    await isDone(PATIENT);
    expect(await Promise.all(slips.map(told))).toEqual([5, 5]);
  });

  test('are part of the length of the queue', async () => {
    await Promise.all([makeSlip(), makeSlip()]);
    const pool = new pg.Pool({ connectionString: db.workerUrl, max: 2 });
    const registry = new Registry();
    watchQueue(registry, pool);
    expect(await registry.metrics()).toMatch(/^queue_jobs\{task="announce",state="ready"\} 2$/m);
    await pool.end();
  });
});

describe('the figures of the queue', () => {
  test('say how many jobs wait, and for how long', async () => {
    await makeSlip();
    const pool = new pg.Pool({ connectionString: db.workerUrl, max: 1 });
    await pool.query(
      `select graphile_worker.add_job('nobody_does_this', '{}',
        run_at => now() - interval '1 minute')`,
    );
    await pool.end();
    const worker = await start(
      readEnv({
        WORKER_DATABASE_URL: db.workerUrl,
        WORKER_METRICS_PORT: '0',
        LOG_LEVEL: 'silent',
      }),
    );
    const text = await fetch(`${worker.metricsUrl}/metrics`).then((answer) => answer.text());
    expect(text).toMatch(/^queue_jobs\{task="nobody_does_this",state="ready"\} 1$/m);
    expect(
      Number(/^queue_oldest_ready_seconds\{task="nobody_does_this"\} (.+)$/m.exec(text)?.[1]),
    ).toBeGreaterThan(59);
    expect((await fetch(`${worker.metricsUrl}/`)).status).toBe(404);
    await worker.stop();
  });
});

describe('heavy work', () => {
  test('never delays what people wait for, however much of it there is', async () => {
    const client = new pg.Client(db.admin);
    await client.connect();
    // every check of the books stands still
    await client.query('begin; lock table audit.invariant_run in exclusive mode');
    const pool = new pg.Pool({ connectionString: db.workerUrl, max: 1 });
    for (let n = 0; n < 10; n += 1)
      await pool.query(`select graphile_worker.add_job('verify_ledgers')`);
    await pool.end();
    await startProcess();
    await expect
      .poll(
        () =>
          db.query(
            `select from graphile_worker.jobs
              where task_identifier = 'verify_ledgers' and locked_at is not null`,
          ),
        PATIENT,
      )
      .toHaveLength(1);

    const slip = await makeSlip();
    await isDone({ timeout: 3_000, interval: 50 });
    expect(await told(slip)).toBe(5);

    await client.query('rollback');
    await client.end();
  });
});
