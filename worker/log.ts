import { Logger } from 'graphile-worker';
import pino from 'pino';

export type Log = pino.Logger;

export const makeLog = (level: string, release: string): Log => pino({
  level,
  base: { service: 'worker', release },
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  redact: { paths: ['password', '*.password', '*.connectionString'], censor: '[redacted]' },
});

/** The library's own lines, as JSON like ours. A job's line names it, not its payload. */
export const asWorkerLogger = (log: Log): Logger => new Logger((scope) => (level, message, meta) => {
  const method = level === 'warning' ? 'warn' : level;
  const error: unknown = meta?.['error'] ?? meta?.['err'];
  const line = { task: scope.taskIdentifier, job_id: scope.jobId, worker: scope.workerId };
  log[method](error === undefined ? line : { ...line, err: error }, message);
});
