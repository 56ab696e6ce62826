import type pino from 'pino';
import { makeLog, type Log } from '../platform/log.ts';
import { passwordsIn } from '../platform/redaction.ts';
import type { Env } from './env.ts';

const secretsOf = (env: Env): string[] => [
  ...[...env.JWT_SECRET, ...env.SECOND_FACTOR_KEY].map(({ secret }) => secret),
  ...passwordsIn(env.AUTHENTICATOR_DATABASE_URL),
  ...passwordsIn(env.SIGN_IN_DATABASE_URL),
  ...passwordsIn(env.LISTEN_DATABASE_URL),
];

/** The log of the server, which must not say what its settings hold. */
export const logOf = (env: Env, destination?: pino.DestinationStream): Log =>
  makeLog({
    service: 'server',
    level: env.LOG_LEVEL,
    release: env.RELEASE,
    secrets: secretsOf(env),
    destination,
  });
