import pg from 'pg';
import type { Env } from '../env.ts';
import type { Log } from '../../platform/log.ts';

export type Pools = Readonly<{ api: pg.Pool; auth: pg.Pool }>;

/** Name of the API's connections; the trace id follows it during a request. */
export const API_CONNECTION = 'sodaily-server';

/**
 * Two logins: the one of the API becomes somebody in each transaction and reads no password; the
 * one of signing in calls its functions and sees no row of the business. Two pools as well, so that
 * slow questions to the API keep nobody from signing in, and readiness from answering.
 */
export const makePools = (env: Env, log: Log): Pools => ({
  api: makePool(env.AUTHENTICATOR_DATABASE_URL, log, API_CONNECTION, env.DATABASE_POOL_SIZE),
  auth: makePool(env.SIGN_IN_DATABASE_URL, log, 'sodaily-sign-in', env.AUTH_POOL_SIZE),
});

/**
 * `pipeline` sends what is queued without waiting for the answers in between: a request opens its
 * transaction and asks its question in one write.
 */
function makePool(url: string, log: Log, name: string, size: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max: size,
    connectionTimeoutMillis: 5_000,
    // a connection keeps its prepared statements, so it is not thrown away after ten quiet seconds
    idleTimeoutMillis: 30 * 60_000,
    pipeline: true,
  });
  // without these two a restart of the database would end the process
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  });
  return pool;
}
