import pg from 'pg';
import type { Env } from '../env.ts';
import type { Log } from '../log.ts';

/**
 * Connections of the authenticator, who may do nothing until a transaction becomes somebody.
 * `pipeline` sends what is queued without waiting for the answers in between: a request opens its
 * transaction and asks its question in one write.
 */
export function makePool(env: Env, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString: env.AUTHENTICATOR_DATABASE_URL,
    application_name: 'sodaily-server',
    max: env.DATABASE_POOL_SIZE,
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
