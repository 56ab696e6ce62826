import type pg from 'pg';
import { z } from 'zod';
import { asSignInFor, type Caller } from '../database/transactions.ts';
import { Refusal } from '../http/errors.ts';

/** {id, created_at, last_used_at, address, browser, is_current}, the last used first. */
export type OwnSession = Readonly<{
  id: string;
  created_at: Date;
  last_used_at: Date;
  address: string | null;
  browser: string | null;
  is_current: boolean;
}>;

/** Error: INVALID_TOKEN. */
export async function listSessions(pool: pg.Pool, caller: Caller): Promise<OwnSession[]> {
  const { rows } = await asSignInFor(pool, caller, (client) =>
    client.query<OwnSession>(
      `select s.session_id as id, s.created_at, s.last_used_at, s.ip as address,
       s.user_agent as browser, s.is_current
     from auth.list_sessions() as s`,
    ),
  );
  // a living session finds itself at least
  if (rows.length === 0) throw new Refusal('INVALID_TOKEN');
  return rows;
}

/** Ends one session of the caller, or all others. Errors: INVALID_TOKEN, NOT_FOUND. */
export async function endOwnSessions(
  pool: pg.Pool,
  caller: Caller,
  sessionId?: string,
): Promise<void> {
  if (sessionId !== undefined && !z.uuid().safeParse(sessionId).success)
    throw new Refusal('NOT_FOUND');
  await asSignInFor(pool, caller, (client) =>
    client.query('select auth.end_own_sessions($1)', [sessionId]),
  );
}
