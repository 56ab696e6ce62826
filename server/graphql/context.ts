import type { PgClient, PgClientQuery, PgClientResult, WithPgClient } from '@dataplan/pg';
import type pg from 'pg';
import type { SharedTransaction } from '../database/shared_transaction.ts';
import { asUser, type Caller } from '../database/transactions.ts';
import type { Listener } from '../../platform/listener.ts';

declare global {
  namespace Grafast {
    interface Context {
      caller: Caller;
    }
  }
}

/** What plans find in their context. */
export type GraphqlContext = {
  withPgClient: WithPgClient;
  pgSubscriber: Listener;
  caller: Caller;
};

/** Runs a step of a plan in a transaction of the caller. */
export type InTransaction = SharedTransaction['run'];

/**
 * Context of one operation. PostGraphile's own adaptor takes four round trips a step; here the
 * transaction opens with the first statement, and `inTransaction` says whether the steps share it.
 */
export function makeContext(
  listener: Listener,
  caller: Caller,
  inTransaction: InTransaction,
): GraphqlContext {
  const withPgClient: WithPgClient = (_settings, callback) =>
    inTransaction(async (client) => callback(planClient(client)));
  return { withPgClient, pgSubscriber: listener, caller };
}

/** Every step is a transaction of its own. */
export const eachAlone =
  (pool: pg.Pool, caller: Caller, deadline?: number): InTransaction =>
  (work) =>
    asUser(pool, caller, work, deadline);

/** PostgreSQL's word for a statement after one that failed in the same transaction. */
const isAborted = (error: unknown): boolean => Object(error).code === '25P02';

/**
 * Steps of a query share a transaction until one of them fails: those after it did nothing, and run
 * by themselves, so that an answer has everything but what failed.
 */
export const togetherWhileGood =
  (shared: SharedTransaction, alone: InTransaction): InTransaction =>
  async (work) => {
    if (shared.isOver()) return alone(work);
    try {
      return await shared.run(work);
    } catch (error) {
      if (!isAborted(error)) throw error;
      // its connection first: there may be no other
      await shared.rollback();
      return alone(work);
    }
  };

/** Steps of a command stand and fall together, for the reason of the first that failed. */
export const allTogether =
  (shared: SharedTransaction): InTransaction =>
  async (work) => {
    try {
      return await shared.run(work);
    } catch (error) {
      throw isAborted(error) ? shared.failure() : error;
    }
  };

function planClient(client: pg.PoolClient): PgClient {
  const plan: PgClient = {
    async query<TData>(query: PgClientQuery): Promise<PgClientResult<TData>> {
      const { rows, rowCount } = await client.query(asPgQuery(client, query));
      return { rows: rows as TData[], rowCount, notices: [] };
    },
    // it is in one already, and an error aborts the whole of it
    withTransaction: (callback) => callback(plan),
  };
  return plan;
}

const PREPARED_AT_MOST = 300;
const preparedBy = new WeakMap<pg.PoolClient, Set<string>>();

/** A named statement is planned once per connection; the number of names is bounded. */
function asPgQuery(client: pg.PoolClient, query: PgClientQuery): pg.QueryConfig {
  const { text, values = [], name, arrayMode } = query;
  const config: pg.QueryConfig & { rowMode?: 'array' } = { text, values };
  if (arrayMode) config.rowMode = 'array';
  if (name === undefined) return config;
  const names = preparedBy.get(client) ?? new Set<string>();
  preparedBy.set(client, names);
  if (names.size < PREPARED_AT_MOST) names.add(name);
  if (names.has(name)) config.name = name;
  return config;
}
