import { Logger } from 'graphile-worker';
import type pino from 'pino';
import { makeLog, type Log } from '../platform/log.ts';
import { passwordsIn } from '../platform/redaction.ts';
import type { WorkerEnv } from './env.ts';

/** The log of the worker, which must not say what its settings hold. */
export const logOf = (env: WorkerEnv, destination?: pino.DestinationStream): Log =>
  makeLog({
    service: 'worker',
    level: env.LOG_LEVEL,
    release: env.RELEASE,
    destination,
    secrets: [env.WORKER_DATABASE_URL, env.REPORT_DATABASE_URL, env.SMTP_URL].flatMap(passwordsIn),
  });

/** The library's own lines, as JSON like ours. A job's line names it, not its payload. */
export const asWorkerLogger = (log: Log): Logger =>
  new Logger((scope) => (level, message, meta) => {
    const method = level === 'warning' ? 'warn' : level;
    const error: unknown = meta?.['error'] ?? meta?.['err'];
    const line = { task: scope.taskIdentifier, job_id: scope.jobId, worker: scope.workerId };
    log[method](error === undefined ? line : { ...line, err: error }, message);
  });

/** For tests and benchmarks, which read no log. */
export const silentWorkerLogger = (): Logger =>
  asWorkerLogger(makeLog({ service: 'worker', level: 'silent', release: 'test' }));
