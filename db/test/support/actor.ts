// A signed-in user in a test, set up as a request sets it up, without the server.
import { randomBytes } from 'node:crypto';
import type pg from 'pg';

export type Person =
  'admin' | 'manager' | 'sales' | 'warehouse' | 'accountant' | 'auditor' | 'agency';

export interface Refusal {
  /** SQLSTATE, such as SDDBT. */
  code: string;
  message: string;
  /** The figures of the refusal, {} when there are none. */
  details: Record<string, unknown>;
}

/** Somebody who can read, and who runs statements inside one open transaction. */
export interface Hand {
  query: <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** One row of one query. */
  one: <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row>;
  /** Runs what must be refused, undoes it, and returns why; fails when it is allowed. */
  refusal: (text: string, values?: unknown[]) => Promise<Refusal>;
  /** The same for a task of several steps. */
  refusalOf: (task: () => Promise<unknown>) => Promise<Refusal>;
}

export interface Actor extends Hand {
  userId: string;
  sessionId: string;
}

export interface Identity {
  userId: string;
  sessionId: string;
  databaseRole: string;
}

/** Works as somebody who is signed in, for the rest of the transaction, as the server does. */
export async function assume(client: pg.ClientBase, identity: Identity): Promise<Actor> {
  const actor = await withSettings(client, identity);
  await client.query("select set_config('role', $1, true)", [identity.databaseRole]);
  return actor;
}

/** What the settings say of a request, without a role: so the sign-in routes work. */
export async function withSettings(
  client: pg.ClientBase,
  { userId, sessionId }: Identity,
): Promise<Actor> {
  await client.query(
    `select set_config('app.current_user_id', $1, true), set_config('app.session_id', $2, true),
       set_config('app.request_id', 'test', true)`,
    [userId, sessionId],
  );
  return { userId, sessionId, ...handOn(client) };
}

/** Opens a session, on a connection of sodaily_signin; many transactions can work in it. */
export async function identify(client: pg.ClientBase | pg.Pool, person: Person): Promise<Identity> {
  const opened = await client.query<{ userId: string; sessionId: string }>(
    `select c.user_id::text as "userId", s.session_id::text as "sessionId"
     from auth.sign_in_candidate($1) as c
     cross join lateral auth.open_session(c.user_id, $2, null, 'test') as s`,
    [`${person}@sodaily.test`, randomBytes(32)],
  );
  const session = opened.rows[0];
  if (!session) throw new Error(`${person} could not sign in`);
  // a statement of its own: a stable function does not see rows that its own statement wrote
  const resumed = await client.query<{ databaseRole: string }>(
    'select r.database_role as "databaseRole" from auth.resume_session($1, $2) as r',
    [session.sessionId, session.userId],
  );
  const databaseRole = resumed.rows[0]?.databaseRole;
  if (databaseRole === undefined) throw new Error(`${person} has no role`);
  return { ...session, databaseRole };
}

/** Statements on a connection whose transaction has begun. */
export function handOn(client: pg.ClientBase): Hand {
  const query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await client.query<Row>(text, values)).rows;
  const refusalOf = async (task: () => Promise<unknown>): Promise<Refusal> => {
    await client.query('savepoint attempt');
    try {
      await task();
    } catch (error) {
      await client.query('rollback to savepoint attempt');
      return refusalFrom(error);
    }
    throw new Error('It was allowed, but should have been refused');
  };
  return {
    query,
    one: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) => {
      const rows = await query<Row>(text, values);
      const [row] = rows;
      if (row === undefined || rows.length > 1)
        throw new Error(`${rows.length} rows, not 1: ${text}`);
      return row;
    },
    refusal: (text, values = []) => refusalOf(() => query(text, values)),
    refusalOf,
  };
}

/** What PostgreSQL said; anything but a database error is passed on. */
export function refusalFrom(error: unknown): Refusal {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    throw error;
  const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : '';
  return {
    code: error.code,
    message: error.message,
    details: detail.startsWith('{') ? JSON.parse(detail) : {},
  };
}
