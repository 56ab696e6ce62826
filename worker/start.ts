import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import type { Registry } from 'prom-client';
import { addressOf, listen } from '../platform/listen.ts';
import type { Log } from '../platform/log.ts';
import { makeMetricsServer } from '../platform/metrics_server.ts';
import { startAnnouncer } from './announcer.ts';
import type { WorkerEnv } from './env.ts';
import { asWorkerLogger, logOf } from './log.ts';
import { makeMailer, type Mailer } from './mail/mailer.ts';
import { countReads } from './metrics/files.ts';
import { makeRegistry } from './metrics/registry.ts';
import { queuePreset } from './queue_preset.ts';
import { fromPrimary, fromReplica, type Reading } from './reading.ts';
import { APPLICATION_NAME, releaseDeadJobs } from './release_dead_jobs.ts';
import { startHeartbeat, type Heartbeat } from './heartbeat.ts';
import { startRounds } from './rounds.ts';
import { makeTasks, URGENCIES, type Urgency } from './task_list.ts';

const RELEASE_EVERY_MS = 5_000;

export type RunningWorker = Readonly<{
  metricsUrl: string;
  /** Finishes running jobs, hands back those that take too long, and frees everything. */
  stop(): Promise<void>;
  /** Settles when no more jobs are looked for, asked or not. */
  ended: Promise<void>;
}>;

export async function start(env: WorkerEnv, log: Log = logOf(env)): Promise<RunningWorker> {
  const pool = makePool(env, log);
  const events: WorkerEvents = new EventEmitter();
  // a job is locked in the name of its worker or of the whole pool
  const lockNames: string[] = [];
  events.on('pool:create', ({ workerPool }) => lockNames.push(workerPool.id));
  events.on('worker:create', ({ worker }) => lockNames.push(worker.workerId));
  // before the first job starts, so that each is measured
  const registry = makeRegistry(pool, events, env.RELEASE);
  const mailer = makeMailer(env);
  const reading = readingOf(env, log, registry);
  const tasks = makeTasks(mailer, reading);
  const runners = await Promise.all(
    URGENCIES.map((urgency) =>
      runQueue({
        pool,
        events,
        log,
        taskList: tasks[urgency],
        urgency,
        concurrency: concurrencyOf(env)[urgency],
      }),
    ),
  );
  const heartbeat = await startHeartbeat(pool, lockNames, log);
  await release(pool, log);
  // whoever starts waits for no table: somebody may hold the one of mails
  void announceMail(mailer, pool, log);
  // again and again: a killed worker's last statement may outlive it, and hold its job until then
  const releasing = setInterval(() => release(pool, log), RELEASE_EVERY_MS);

  const rounds = startRounds(pool, log, env.AUDIT_LOG);
  const announcer = startAnnouncer(env.WORKER_DATABASE_URL, pool, log);
  const metricsServer = makeMetricsServer(registry);
  await listen(metricsServer, env.WORKER_METRICS_PORT, env.METRICS_HOST);
  let stopped: Promise<void> | undefined;
  return {
    metricsUrl: addressOf(metricsServer),
    ended: Promise.race(runners.map((runner) => runner.promise)),
    stop() {
      clearInterval(releasing);
      rounds.stop();
      // a database that is away holds nobody up
      void announcer.stop();
      return (stopped ??= drain(
        { runners, heartbeat, lockNames, server: metricsServer, pool, reading },
        env.DRAIN_MS,
      ));
    },
  };
}

const concurrencyOf = ({ WORKER_CONCURRENCY: most }: WorkerEnv): Record<Urgency, number> => ({
  high: most,
  normal: Math.ceil(most / 2),
  long: 2,
  low: 1,
});

/** Files are read where the settings say; each long job reads one at a time. */
function readingOf(env: WorkerEnv, log: Log, registry: Registry): Reading {
  const onRead = countReads(registry);
  const { REPORT_DATABASE_URL: url } = env;
  if (url === undefined) return fromPrimary;
  return fromReplica({ url, log, size: concurrencyOf(env).long, onRead });
}

type QueueParts = Readonly<{
  pool: pg.Pool;
  events: WorkerEvents;
  log: Log;
  taskList: TaskList;
  urgency: Urgency;
  concurrency: number;
}>;

function runQueue({
  pool,
  events,
  log,
  taskList,
  urgency,
  concurrency,
}: QueueParts): Promise<Runner> {
  return run({
    pgPool: pool,
    events,
    taskList,
    // the schedule is read once; whoever has the task does the job
    ...(urgency === 'normal' ? { crontabFile: new URL('crontab', import.meta.url).pathname } : {}),
    concurrency,
    // LISTEN may not come back after a restart of the database; two seconds is what people bear
    pollInterval: 2_000,
    noHandleSignals: true,
    logger: asWorkerLogger(log),
    preset: queuePreset,
  });
}

/** Says once where mails go; those that waited for a mail server are queued when there is one. */
async function announceMail({ problem, way }: Mailer, pool: pg.Pool, log: Log): Promise<void> {
  if (problem !== null) {
    log.warn(`${way}: they are kept, and listed under failed jobs`);
    return;
  }
  log.info(way);
  try {
    const {
      rows: [kept],
    } = await pool.query<{ queued: string }>(
      'select notification.queue_unsent_emails()::text as queued',
    );
    if (kept && kept.queued !== '0') log.info({ mails: kept.queued }, 'mails that waited are sent');
  } catch (error) {
    log.warn({ err: error }, 'mails that waited were not looked for');
  }
}

async function release(pool: pg.Pool, log: Log): Promise<void> {
  try {
    const workers = await releaseDeadJobs(pool);
    if (workers.length > 0) log.warn({ workers }, 'jobs of dead workers were released');
  } catch (error) {
    log.warn({ err: error }, 'jobs of dead workers were not looked for');
  }
}

function makePool(env: WorkerEnv, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString: env.WORKER_DATABASE_URL,
    application_name: APPLICATION_NAME,
    // one for each that listens, one for the heartbeat, one for metrics, one for the rounds, one to
    // look for documents to be told of; a long job reads with one connection while it tells of its
    // progress with another, and a mail is held by one while the paper that goes with it is read by
    // another
    max: Object.values(concurrencyOf(env)).reduce(
      (sum, jobs) => sum + jobs + 1,
      4 + concurrencyOf(env).long + concurrencyOf(env).high,
    ),
  });
  // without these two a restart of the database would end the process
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  });
  return pool;
}

type Parts = Readonly<{
  runners: Runner[];
  heartbeat: Heartbeat;
  lockNames: string[];
  server: Server;
  pool: pg.Pool;
  reading: Reading;
}>;

/**
 * Graceful shutdown: asks the runner to stop and waits for its running jobs. Those that take longer
 * than the process may are handed back for another worker: their attempt has been counted, and
 * every task can be run again. The library's own runner.kill() does not reach a pool that is
 * already stopping.
 */
async function drain(
  { runners, heartbeat, lockNames, server, pool, reading }: Parts,
  patienceMs: number,
): Promise<void> {
  const patience = new AbortController();
  const tooLong = wait(patienceMs, true, { signal: patience.signal }).catch(() => false);
  const finished = Promise.all(runners.map((runner) => runner.stop())).then(() => false);
  if (await Promise.race([finished, tooLong])) {
    await pool.query('select graphile_worker.force_unlock_workers($1)', [lockNames]);
  }
  patience.abort();
  heartbeat.stop();
  server.close();
  server.closeAllConnections();
  // a statement that still waits for a lock would hold the pool open
  await Promise.race([Promise.all([pool.end(), reading.close()]), wait(1_000)]);
}
