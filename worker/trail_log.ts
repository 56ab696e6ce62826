import type pg from 'pg';
import type { Log } from '../platform/log.ts';

const LINES_AT_ONCE = 1_000;

/**
 * Writes the changes of the audit trail since the last call as lines of the log, whatever its
 * level: keys, moment, person and a hash, no values. The position is kept with the last line: after
 * a crash in between some lines come twice, with the same ids, and none is missing.
 */
export async function shipTrail(pool: pg.Pool, log: Log): Promise<void> {
  const trail = log.child({ stream: 'audit' }, { level: 'info' });
  const client = await pool.connect();
  try {
    // a cursor, because a file of a hundred thousand rows is as many changes
    await client.query(
      'begin; declare changes cursor for select c as change from audit.ship_changes() as c',
    );
    for (;;) {
      const { rows } = await client.query<{ change: object }>(
        `fetch ${LINES_AT_ONCE} from changes`,
      );
      for (const { change } of rows) trail.info({ change }, 'a change of the audit trail');
      if (rows.length < LINES_AT_ONCE) break;
    }
    await client.query('commit');
    client.release();
  } catch (error) {
    // a connection that is closed rolls back by itself
    client.release(true);
    throw error;
  }
}
