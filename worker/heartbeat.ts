import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '../platform/log.ts';

/** First key of the advisory locks by which living workers are known; the second is their name. */
export const HEARTBEAT = 7_360_030;

export type Heartbeat = Readonly<{ stop(): void }>;

/**
 * The heartbeat of a worker: while this process lives it holds an advisory lock for every name that
 * its jobs are locked by.
 * PostgreSQL lets go of them the moment the process or its connection dies, however it dies, so
 * another process can tell a dead worker's jobs from a slow one's.
 */
export async function startHeartbeat(
  pool: pg.Pool,
  names: readonly string[],
  log: Log,
): Promise<Heartbeat> {
  let client: pg.PoolClient | undefined;
  const stopped = new AbortController();

  async function hold(): Promise<void> {
    const mine = await pool.connect();
    client = mine;
    mine.once('error', () => {
      // the database was restarted: until the locks are held again our jobs may be run twice
      client = undefined;
      mine.release(true);
      void holdAgain();
    });
    await mine.query(
      'select pg_advisory_lock_shared($1, hashtext(n)) from unnest($2::text[]) as n',
      [HEARTBEAT, names],
    );
  }

  async function holdAgain(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await hold();
        return;
      } catch (error) {
        log.warn({ err: error }, 'the heartbeat stopped, trying again');
        await wait(500);
      }
    }
  }

  await hold();
  return {
    stop() {
      stopped.abort();
      client?.release(true);
    },
  };
}
