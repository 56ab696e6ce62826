import { Logger } from 'graphile-worker';
import pino from 'pino';
import { errorLine, makeScrub, passwordsIn, SECRET_FIELDS } from '../platform/redaction.ts';
import type { WorkerEnv } from './env.ts';

export type Log = pino.Logger;

/** JSON lines without secrets, those of the settings and those of a mail. */
export const makeLog = (
  level: string, release: string, destination?: pino.DestinationStream, secrets: readonly string[] = [],
): Log => pino(
  {
    level,
    base: { service: 'worker', release },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: errorLine },
    redact: { paths: SECRET_FIELDS, censor: '[redacted]' },
    hooks: { streamWrite: makeScrub(secrets) },
  },
  destination ?? pino.destination({ dest: 1, sync: false }),
);

/** The log of a process, which must not say what its settings hold. */
export const logOf = (env: WorkerEnv, destination?: pino.DestinationStream): Log => makeLog(
  env.LOG_LEVEL, env.RELEASE, destination, [...passwordsIn(env.WORKER_DATABASE_URL), ...passwordsIn(env.SMTP_URL)]);

/** The library's own lines, as JSON like ours. A job's line names it, not its payload. */
export const asWorkerLogger = (log: Log): Logger => new Logger((scope) => (level, message, meta) => {
  const method = level === 'warning' ? 'warn' : level;
  const error: unknown = meta?.['error'] ?? meta?.['err'];
  const line = { task: scope.taskIdentifier, job_id: scope.jobId, worker: scope.workerId };
  log[method](error === undefined ? line : { ...line, err: error }, message);
});
