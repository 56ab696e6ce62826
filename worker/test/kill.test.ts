// A worker is killed while every task that there is runs; the next one brings each to its end, and
// nothing happened twice.
import { randomUUID } from 'node:crypto';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOnce } from 'graphile-worker';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { regulate } from '../../db/test/support/life.ts';
import { slipMaker } from '../../db/test/support/slip.ts';
import { returnMaker } from '../../db/test/support/stock.ts';
import { silentWorkerLogger } from '../log.ts';
import { queuePreset } from '../queue_preset.ts';
import { importFile } from '../tasks/import_file.ts';
import { applyImport, bringIn, importState, type Import } from './support/import_file.ts';
import { taskList } from './support/tasks.ts';

let db: TestDatabase;
let mailDir: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  db = await testDatabase();
  mailDir = await mkdtemp(join(tmpdir(), 'sodaily-mail-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await db.close();
  await rm(mailDir, { recursive: true, force: true });
});

async function startWorker(): Promise<ChildProcess> {
  const child = fork(new URL('../index.ts', import.meta.url).pathname, [], {
    execArgv: [],
    env: {
      WORKER_DATABASE_URL: db.workerUrl,
      WORKER_METRICS_PORT: '0',
      LOG_LEVEL: 'silent',
      WORKER_CONCURRENCY: '16',
      DEMO: 'true',
      MAIL_DIR: mailDir,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(child);
  await once(child, 'message');
  return child;
}

/** Queues a job of every task, about things that there are; mails come with what they are about. */
async function queueEverything(): Promise<void> {
  const slips = await slipMaker(db);
  const day = await db.query<{ day: string }>('select (config.business_date() - 45)::text as day');
  await db.query(`update inventory.item set min_stock = 1000000 where sku = 'MI'`);
  const sold = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['MI', 1]], date: day[0]?.day ?? '' }),
  );
  const returns = await returnMaker(db);
  const comesBack = () =>
    db.commitAs('sales', (me) => returns.request(me, { slip: sold.id, lines: [['MI', 1]] }));
  await comesBack();
  const stays = await comesBack();
  await db.commitAs('warehouse', (me) => returns.reject(me, stays.id));
  await db.commitAs('accountant', (me) =>
    me.query('select from finance.create_payment($1, $2, 1000)', [
      randomUUID(),
      slips.agencyId('DL0001'),
    ]),
  );
  await refundAndReturn(slips);
  const request = () =>
    db.commitAs('agency', (me) =>
      me.one<{ id: string }>(
        `select i.id::text
          from inventory.request_issue($1, $2,
            array[row($3, 1, false)::inventory.issue_line]) as i`,
        [randomUUID(), slips.agencyId('DL0001'), slips.itemId('LE')],
      ),
    );
  await request();
  const turnedDown = await request();
  await db.commitAs('manager', (me) =>
    me.query('select from inventory.reject_issue($1, $2, $3)', [
      randomUUID(),
      turnedDown.id,
      'Hết hàng',
    ]),
  );
  await db.commitAs('manager', (me) =>
    me.query(`select file.start_export('a file of the kill test', 'issues', 'csv')`),
  );
  await queueFiles();
  await db.commitOwner(async (owner) => {
    await owner.query('set local role sodaily_definer');
    await owner.query(`select agency.register_agency('203.0.113.7', 'Tiệm mới', d.id, null,
      '1 Lê Lợi', '0900000099', 'moi@example.com', 'Mới', null)
      from agency.district as d where d.name = 'Quận 2'`);
    await owner.query(`select auth.request_password_reset('sales@sodaily.test')`);
    // what could not be told of with others has a job of its own
    for (const [task, key, table] of [
      ['notify_issue_created', 'issue_id', 'inventory.issue where code is not null'],
      ['notify_payment_received', 'payment_id', 'finance.payment where issue_id is null'],
      ['notify_refund_paid', 'refund_id', 'finance.refund'],
    ]) {
      await owner.query(
        `select graphile_worker.add_job($1, json_build_object($2::text, (
          select d.id::text from (select * from ${table}) as d order by d.created_at limit 1)))`,
        [task, key],
      );
    }
    for (const task of [
      'remind_overdue',
      'low_stock_alert',
      'purge_expired',
      'verify_ledgers',
      'fold_deltas',
    ]) {
      await owner.query('select graphile_worker.add_job($1)', [task]);
    }
    await owner.query(
      `select graphile_worker.add_job('refresh_report', '{"report": "monthly_sales"}')`,
    );
  });
}

/** Money that goes back and goods that came back, of an agency with an own login. */
async function refundAndReturn(slips: Awaited<ReturnType<typeof slipMaker>>): Promise<void> {
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
  const agency = 'DL0002';
  const returns = await returnMaker(db);
  const slip = await db.commitAs('manager', (me) =>
    slips.create(me, { agency, lines: [['MI', 1]] }),
  );
  await db.commitAs('admin', (me) => returns.create(me, { slip: slip.id, lines: [['MI', 1]] }));
  await db.commitAs('accountant', async (me) => {
    await me.query('select from finance.create_payment($1, $2, 90000000)', [
      randomUUID(),
      slips.agencyId(agency),
    ]);
    await me.query('select from finance.create_refund($1, $2, 1000)', [
      randomUUID(),
      slips.agencyId(agency),
    ]);
  });
}

const files: Record<'applied' | 'checked', Import | undefined> = {
  applied: undefined,
  checked: undefined,
};
const listOf = (sku: string) =>
  `Mã hàng,Tên hàng,Đơn vị tính,Giá nhập\n${sku},Hàng ${sku},Thùng,1000`;

/** A file that is to be applied and one that is to be checked. */
async function queueFiles(): Promise<void> {
  files.applied = await bringIn(db, 'warehouse', 'items', listOf('GHI'));
  const pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 2 });
  await runOnce({
    pgPool,
    taskList: { import_file: importFile },
    preset: queuePreset,
    noHandleSignals: true,
    logger: silentWorkerLogger(),
  });
  await pgPool.end();
  await applyImport(db, 'warehouse', files.applied);
  files.checked = await bringIn(db, 'warehouse', 'items', listOf('XEM'));
}

const running = async () =>
  (
    await db.query<{ task: string }>(
      `select distinct task_identifier as task from graphile_worker.jobs where locked_at is not null
        order by 1`,
    )
  ).map(({ task }) => task);
const left = () =>
  db.query(
    `select task_identifier as task, last_error from graphile_worker.jobs
      where run_at < now() + interval '1 minute'`,
  );

test('whatever a killed worker was at is finished by the next one, once', async () => {
  await queueEverything();
  const client = new pg.Client(db.admin);
  client.on('error', () => undefined);
  await client.connect();
  // every task writes one of these, so each stands in the middle of its work
  await client.query(`begin; lock table notification.notification, notification.outbox,
    auth.login_attempt, audit.invariant_run,
    report.freshness, file.long_job in exclusive mode`);
  const killed = await startWorker();
  await expect.poll(running, { timeout: 20_000 }).toEqual(Object.keys(taskList).toSorted());
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'sodaily-worker' and datname = current_database()`);
  await client.query('rollback');
  await client.end();

  await startWorker();
  await expect.poll(left, { timeout: 40_000, interval: 200 }).toEqual([]);
  expect(await db.query('select from notification.announcement')).toEqual([]);

  const told = await db.query<{ kind: string; people: string }>(
    `select n.kind, count(*)::text as people from notification.notification as n group by 1
      order by 1`,
  );
  expect(Object.fromEntries(told.map(({ kind, people }) => [kind, Number(people)]))).toEqual({
    agency_registered: 2,
    debt_overdue: 4,
    issue_announced: 2,
    issue_created: 7,
    issue_decided: 2,
    issue_requested: 4,
    low_stock: 2,
    payment_received: 3,
    refund_paid: 1,
    return_confirmed: 1,
    return_decided: 1,
    return_requested: 3,
  });
  expect(
    await Promise.all(
      [files.applied, files.checked].map(async (file) => file && importState(db, file)),
    ),
  ).toMatchObject([
    { status: 'applied', fault_count: '0' },
    { status: 'checked', row_count: '1', fault_count: '0' },
  ]);
  expect(
    await db.query(`select i.sku from inventory.item as i where i.sku in ('GHI', 'XEM')`),
  ).toEqual([{ sku: 'GHI' }]);
  // the file is there once, whole
  expect(
    await db.query(`select j.status,
      e.byte_count::int = (select sum(length(c.bytes))::int from file.export_chunk as c
        where c.export_id = e.id) as is_whole,
      e.row_count::int = (select count(*)::int from inventory.issue) as has_all
    from file.export as e join file.long_job as j on j.id = e.long_job_id`),
  ).toEqual([{ status: 'done', is_whole: true, has_all: true }]);
  expect(
    await db.query(
      'select count(distinct r.created_at)::int as runs from audit.invariant_run as r',
    ),
  ).toEqual([{ runs: 1 }]);
  const mails = await db.query<{ status: string; mails: number }>(
    'select o.status, count(*)::int as mails from notification.outbox as o group by 1',
  );
  expect(mails).toEqual([{ status: 'sent', mails: (await readdir(mailDir)).length }]);
  expect(mails[0]?.mails).toBeGreaterThan(0);
});
