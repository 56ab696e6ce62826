import pg from 'pg';
import type { Env } from '../env.ts';
import type { Log } from '../../platform/log.ts';

export type Pools = Readonly<{ api: pg.Pool; auth: pg.Pool }>;

/** What the login roles allow a statement (db/roles.sql). */
export const STATEMENT_MS = 10_000;

/** Name of the API's connections; the trace id follows it during a request. */
export const API_CONNECTION = 'sodaily-server';

/**
 * Two logins: the one of the API becomes somebody in each transaction and reads no password; the
 * one of signing in calls its functions and sees no row of the business. Two pools as well, so that
 * slow questions to the API keep nobody from signing in, and readiness from answering.
 */
export function makePools(env: Env, log: Log): Pools {
  const silence = longestSilence(env.EXECUTION_TIMEOUT_MS);
  const make = (url: string, name: string, size: number): pg.Pool => {
    const pool = makePool({ url, log, name, size, silence });
    if (!env.NAMED_STATEMENTS) pool.on('connect', forgetNames);
    return pool;
  };
  return {
    api: make(env.AUTHENTICATOR_DATABASE_URL, API_CONNECTION, env.DATABASE_POOL_SIZE),
    auth: make(env.SIGN_IN_DATABASE_URL, 'sodaily-sign-in', env.AUTH_POOL_SIZE),
  };
}

/**
 * PostgreSQL ends every statement in time and says so. Where nothing is heard for longer, the
 * network lost the connection without a word; it is given up, or it would be waited for until the
 * server is restarted.
 */
const longestSilence = (requestMs: number): number => Math.max(STATEMENT_MS, requestMs) + 5_000;

/**
 * A pooler gives each transaction whichever connection is free, and the name of a statement is
 * known on one of them only. Statements without a name are planned each time.
 */
function forgetNames(client: pg.PoolClient): void {
  const query = client.query.bind(client) as unknown as (...given: unknown[]) => unknown;
  const unnamed = (asked: unknown, ...rest: unknown[]): unknown =>
    query(isNamed(asked) ? { ...asked, name: undefined } : asked, ...rest);
  client.query = unnamed as unknown as typeof client.query;
}

const isNamed = (asked: unknown): asked is { name: string } =>
  typeof asked === 'object' && asked !== null && 'name' in asked && !('submit' in asked);

type Wish = Readonly<{ url: string; log: Log; name: string; size: number; silence: number }>;

/**
 * `pipeline` sends what is queued without waiting for the answers in between: a request opens its
 * transaction and asks its question in one write.
 */
function makePool({ url, log, name, size, silence }: Wish): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max: size,
    connectionTimeoutMillis: 5_000,
    query_timeout: silence,
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
