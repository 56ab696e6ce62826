// Where the rows of a file are read: from a replica that has all that the primary had when the file
// was begun, else from the primary. A file is the same either way; only who does the work differs.
import { setTimeout as pause } from 'node:timers/promises';
import type { JobHelpers } from 'graphile-worker';
import pg, { type PoolClient } from 'pg';
import type { Log } from '../platform/log.ts';
import { APPLICATION_NAME } from './release_dead_jobs.ts';

export type ReadFrom = 'replica' | 'primary';

export type Reading = Readonly<{
  /** Runs work on a connection that sees everything committed until now. */
  read<T>(helpers: JobHelpers, work: (client: PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}>;

/** How long a replica may need to catch up before the primary is asked instead. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 100;

export const fromPrimary: Reading = {
  read: (helpers, work) => helpers.withPgClient(work),
  close: async () => undefined,
};

type Wish = Readonly<{
  url: string;
  log: Log;
  /** Files at once. */
  size: number;
  onRead?: (from: ReadFrom) => void;
  patienceMs?: number;
}>;

/**
 * Reads from a replica. A job that is tried again reads from the primary: a replica may break off a
 * long question because of what it has to replay.
 */
export function fromReplica({ url, log, size, onRead, patienceMs = PATIENCE_MS }: Wish): Reading {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `${APPLICATION_NAME}-report`,
    max: size,
    connectionTimeoutMillis: 5_000,
  });
  // without these two a replica that is stopped would end the process
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the replica was lost'));
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ err: error }, 'a connection to the replica was lost'));
  });

  /** A connection to a replica that has caught up; undefined when there is none in time. */
  async function caughtUp(helpers: JobHelpers): Promise<PoolClient | undefined> {
    try {
      const {
        rows: [primary],
      } = await helpers.query<{ position: string }>(
        'select pg_current_wal_flush_lsn()::text as position',
      );
      const client = await pool.connect();
      const has = await reaches(client, primary?.position ?? '', patienceMs).catch(
        (error: unknown) => {
          client.release(true);
          throw error;
        },
      );
      if (has) return client;
      client.release();
      log.warn('the replica lags behind: the file is read from the primary');
    } catch (error) {
      log.warn({ err: error }, 'the replica does not answer: the file is read from the primary');
    }
    return undefined;
  }

  return {
    async read(helpers, work) {
      const client = helpers.job.attempts > 1 ? undefined : await caughtUp(helpers);
      onRead?.(client ? 'replica' : 'primary');
      if (!client) return helpers.withPgClient(work);
      try {
        return await work(client);
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

/**
 * Whether a replica comes to a position of the log in time. A server that is no replica any more
 * does not: what was promoted goes its own way.
 */
async function reaches(client: PoolClient, position: string, patienceMs: number): Promise<boolean> {
  for (const until = Date.now() + patienceMs; ; await pause(LOOK_EVERY_MS)) {
    const {
      rows: [replica],
    } = await client.query<{ has: boolean }>(
      `select case when pg_is_in_recovery()
         then coalesce(pg_last_wal_replay_lsn() >= cast($1 as pg_lsn), false)
         else false end as has`,
      [position],
    );
    if (replica?.has) return true;
    if (Date.now() >= until) return false;
  }
}
