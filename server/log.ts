import pino from 'pino';
import type { Env } from './env.ts';
import { errorLine, makeScrub, passwordsIn, SECRET_FIELDS } from '../platform/redaction.ts';

export type Log = pino.Logger;

/** JSON lines; a line that belongs to a request carries its `trace_id`, and none a secret. */
export function makeLog(
  level: string, release: string, destination?: pino.DestinationStream, secrets: readonly string[] = [],
): Log {
  return pino(
    {
      level,
      base: { service: 'server', release },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorLine },
      redact: { paths: SECRET_FIELDS, censor: '[redacted]' },
      hooks: { streamWrite: makeScrub(secrets) },
    },
    destination ?? pino.destination({ dest: 1, sync: false }),
  );
}

/** What this process knows and its log must not. */
export const secretsOf = (env: Env): string[] => [
  ...[...env.JWT_SECRET, ...env.SECOND_FACTOR_KEY].map(({ secret }) => secret),
  ...passwordsIn(env.AUTHENTICATOR_DATABASE_URL),
];

export const logOf = (env: Env, destination?: pino.DestinationStream): Log =>
  makeLog(env.LOG_LEVEL, env.RELEASE, destination, secretsOf(env));
