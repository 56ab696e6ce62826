// What the worker tells those who watch it: its jobs, the business, and the proof of the books.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { slipMaker } from '../../db/test/support/slip.ts';
import { withClient } from '../../db/tools/prepare.ts';
import { readEnv } from '../env.ts';
import { start, type RunningWorker } from '../start.ts';

let db: TestDatabase;
let worker: RunningWorker;
beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  await db.commitAs('sales', (me) => slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }));
  await withClient(db.workerUrl, (client) => client.query('select from audit.verify_ledgers()'));
  worker = await start(
    readEnv({
      WORKER_DATABASE_URL: db.workerUrl,
      WORKER_METRICS_PORT: '0',
      LOG_LEVEL: 'silent',
      RELEASE: '1.2.3',
    }),
  );
});
afterAll(async () => {
  await worker.stop();
  await db.close();
});

const figures = async (): Promise<string> => (await fetch(`${worker.metricsUrl}/metrics`)).text();
const figure = async (line: string): Promise<number> => {
  const found = (await figures()).split('\n').find((text) => text.startsWith(`${line} `));
  return Number(found?.slice(line.length + 1));
};

describe('the figures of the worker', () => {
  test('say how long jobs take and how they end', async () => {
    await expect
      .poll(() => figure('job_duration_seconds_count{task="announce",result="done"}'), {
        timeout: 10_000,
      })
      .toBeGreaterThan(0);
  });

  test('count a job that failed, and one that failed for the last time', async () => {
    const pool = new pg.Pool({ connectionString: db.workerUrl, max: 1 });
    await pool.query(
      `select graphile_worker.add_job('refresh_report', '{"report": "nothing"}', max_attempts => 1)`,
    );
    await pool.end();

    await expect
      .poll(() => figure('jobs_dead_total{task="refresh_report"}'), { timeout: 10_000 })
      .toBe(1);
    expect(await figure('job_duration_seconds_count{task="refresh_report",result="failed"}')).toBe(
      1,
    );
    // the answer of the queue is kept for a second
    await expect
      .poll(() => figure('queue_jobs{task="refresh_report",state="dead"}'), { timeout: 10_000 })
      .toBe(1);
  });

  test('tell the business in sums: slips of today, debt, agencies near their limit', async () => {
    expect(await figure('business_slips_today{kind="issue"}')).toBe(1);
    const [owed] = await db.query<{ sum: string }>(
      'select coalesce(sum(debt_amount), 0)::text as sum from agency.agency',
    );
    expect(await figure('business_debt_dong')).toBe(Number(owed?.sum));
    expect(await figure('business_near_limit_agencies')).toBeGreaterThanOrEqual(0);
  });

  test('tell when the books were proven, and that all of it held', async () => {
    const provenAt = await figure('ledger_proof_timestamp_seconds');

    expect(Date.now() / 1000 - provenAt).toBeLessThan(600);
    expect(await figure('ledger_proof_broken_invariants')).toBe(0);
  });

  test('name the release that runs', async () => {
    expect(await figures()).toMatch(/^release_info\{release="1\.2\.3"\} 1$/m);
  });
});
