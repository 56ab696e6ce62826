import pino from 'pino';
import { errorLine, makeScrub, SECRET_FIELDS } from './redaction.ts';

export type Log = pino.Logger;

export interface LogSettings {
  service: 'server' | 'worker' | 'keeper';
  level: string;
  release: string;
  /** What this process knows and its log must not. */
  secrets?: readonly string[];
  destination?: pino.DestinationStream | undefined;
}

/**
 * JSON lines on standard output, none with a secret. A line that belongs to a request has its
 * `trace_id`.
 */
export const makeLog = ({ service, level, release, secrets = [], destination }: LogSettings): Log =>
  pino(
    {
      level,
      base: { service, release },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorLine },
      redact: { paths: SECRET_FIELDS, censor: '[redacted]' },
      hooks: { streamWrite: makeScrub(secrets) },
    },
    destination ?? pino.destination({ dest: 1, sync: false }),
  );
