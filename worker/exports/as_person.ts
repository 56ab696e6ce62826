import type { PoolClient } from 'pg';

/** Whose eyes the rows are read with. */
export interface Reader { user_id: string; session_id: string | null; database_role: string }

/** The session that asked has ended: whoever it was is nobody, and nobody sees anything. */
export class SessionEnded extends Error {}

const BATCH = 200;

/**
 * A transaction that only reads, as one person: role, key and session are set as for a request of that
 * person, so grants and row policies decide what is seen (ADR 10). All three come from the database, never
 * from a payload.
 */
export async function asPerson<T>(client: PoolClient, reader: Reader, work: () => Promise<T>): Promise<T> {
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(
      `select set_config('app.current_user_id', $1, true), set_config('app.session_id', $2, true), set_config('role', $3, true)`,
      [reader.user_id, reader.session_id ?? '', reader.database_role]);
    const { rows: [who] } = await client.query<{ lives: boolean }>('select auth.current_user_id() is not null as lives');
    if (!who?.lives) throw new SessionEnded();
    return await work();
  } finally {
    await client.query('rollback');
  }
}

/** Rows of a query, so many at a time: memory does not grow with them. */
export async function* batchesOf(client: PoolClient, query: { text: string; values: unknown[] }) {
  await client.query(`declare exported no scroll cursor for ${query.text}`, query.values);
  for (;;) {
    const { rows } = await client.query<{ cells: (string | null)[] }>(`fetch ${BATCH} from exported`);
    if (rows.length === 0) return;
    yield rows.map(({ cells }) => cells);
  }
}
