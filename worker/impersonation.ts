import type { PoolClient } from 'pg';

/**
 * Whose rights a job runs under (impersonation); all three come from the database, never from a
 * payload.
 */
export interface Impersonated {
  user_id: string;
  session_id: string | null;
  database_role: string;
}

/** The session that asked has ended: whoever it was is nobody, and nobody may do anything. */
export class SessionEnded extends Error {}

/**
 * A transaction that only reads, run as one user: role, key and session are set as for a
 * request of theirs, so grants and row policies decide what is seen (ADR 10).
 */
export async function readAsUser<T>(
  client: PoolClient,
  user: Impersonated,
  work: () => Promise<T>,
): Promise<T> {
  await client.query('begin isolation level repeatable read read only');
  try {
    await become(client, user);
    return await work();
  } finally {
    await client.query('rollback');
  }
}

/**
 * A transaction that writes, run as one user, and is sealed by the worker: what the user did is
 * there exactly when the seal is, and when the seal says no, neither is.
 */
export async function writeAsUser<T>(
  client: PoolClient,
  user: Impersonated,
  work: () => Promise<T>,
  seal: (result: T) => Promise<boolean>,
): Promise<{ result: T; sealed: boolean }> {
  await client.query('begin');
  try {
    await become(client, user);
    const result = await work();
    await client.query('reset role');
    const sealed = await seal(result);
    await client.query(sealed ? 'commit' : 'rollback');
    return { result, sealed };
  } catch (error) {
    // a connection that is lost rolls back by itself
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function become(
  client: PoolClient,
  { user_id: userId, session_id: session, database_role: role }: Impersonated,
): Promise<void> {
  await client.query(
    `select set_config('app.current_user_id', $1, true), set_config('app.session_id', $2, true),
      set_config('role', $3, true)`,
    [userId, session ?? '', role],
  );
  const {
    rows: [who],
  } = await client.query<{ lives: boolean }>('select auth.current_user_id() is not null as lives');
  if (!who?.lives) throw new SessionEnded();
}
