import type pg from 'pg';
import { Refusal } from '../http/errors.ts';
import { API_CONNECTION, STATEMENT_MS } from './pools.ts';

/** Who a transaction works for: what the verified token says, to be confirmed by the database. */
export type Caller = Readonly<{ userId: string; sessionId: string; requestId: string }>;

/**
 * Becomes the caller: the database says whether the session lives and which role its user works
 * as; without one the transaction is anonymous and sees nothing. Another role than that would not
 * help: auth.current_user_id answers to the role of the session's user only. The connection bears
 * the trace id in its name meanwhile, so that pg_stat_activity and the log of slow statements say
 * whose statement it is.
 */
const BECOME_CALLER = {
  name: 'become_caller',
  text: `select
    set_config('app.session_id', $1, true),
    set_config('app.current_user_id', $2, true),
    set_config('app.request_id', $3, true),
    set_config('application_name', $5, true),
    set_config('role', coalesce(
      (select s.database_role from auth.resume_session(cast($1 as uuid), $4) as s),
      'sodaily_anonymous'), true) as database_role`,
};

/** Errors: INVALID_TOKEN when the session is dead. */
export async function become(client: pg.ClientBase, caller: Caller): Promise<void> {
  const { userId, sessionId, requestId } = caller;
  const { rows } = await client.query<{ database_role: string }>({
    ...BECOME_CALLER,
    values: [sessionId, userId, requestId, userId, `${API_CONNECTION} ${requestId}`],
  });
  if (rows[0]?.database_role === 'sodaily_anonymous') throw new Refusal('INVALID_TOKEN');
}

/** Remembers a failure for later, so that it is not reported as unhandled in the meantime. */
export function held<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/**
 * Cuts statements off at the deadline; most are far from it and need no word about it. Error: BUSY
 * after the deadline.
 */
export function limitUntil(deadline: number): string | undefined {
  const left = Math.ceil(deadline - Date.now());
  if (left <= 0) throw new Refusal('BUSY');
  return left < STATEMENT_MS ? `set local statement_timeout = ${left}` : undefined;
}

export const beginUntil = (deadline: number, begin = 'begin'): string =>
  [begin, limitUntil(deadline)].filter(Boolean).join('; ');

/**
 * Runs `work` in a transaction as the caller. Opening travels with the first statement of `work`:
 * should opening fail, the transaction is aborted and the statement does nothing. `deadline` is a
 * moment (Date.now()) after which nothing runs any more.
 * Errors: INVALID_TOKEN when the session is dead, BUSY after the deadline, and whatever `work`
 * throws.
 */
export function asUser<T>(
  pool: pg.Pool,
  caller: Caller,
  work: (client: pg.PoolClient) => Promise<T>,
  deadline = Infinity,
): Promise<T> {
  return inTransaction(pool, (client) => {
    const opening = [held(client.query(beginUntil(deadline))), held(become(client, caller))];
    return { opening, working: held(work(client)) };
  });
}

/** Runs `work` on the pool of the sign-in routes, whose login calls a handful of functions only. */
export function asSignIn<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, (client) => {
    const opening = [held(client.query('begin'))];
    return { opening, working: held(work(client)) };
  });
}

/**
 * The same, with what the caller's token says in the settings: for functions on their own account.
 */
export const asSignInFor = <T>(
  pool: pg.Pool,
  { sessionId, userId, requestId }: Caller,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> =>
  asSignIn(pool, async (client) => {
    await client.query(
      `select set_config('app.session_id', $1, true), set_config('app.current_user_id', $2, true),
       set_config('app.request_id', $3, true)`,
      [sessionId, userId, requestId],
    );
    return work(client);
  });

async function inTransaction<T>(
  pool: pg.Pool,
  start: (client: pg.PoolClient) => { opening: Promise<unknown>[]; working: Promise<T> },
): Promise<T> {
  const client = await pool.connect();
  try {
    const { opening, working } = start(client);
    const [opened] = await Promise.allSettled([Promise.all(opening), working]);
    if (opened.status === 'rejected') throw opened.reason;
    const result = await working;
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await abandon(client);
    throw error;
  }
}

/** A connection that cannot even roll back is not given to the next request. */
export async function abandon(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('rollback');
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}
