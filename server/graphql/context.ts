import type { PgClient, PgClientQuery, PgClientResult, WithPgClient } from '@dataplan/pg';
import type pg from 'pg';
import { asUser, type Caller } from '../database/transactions.ts';
import type { Listener } from '../database/listener.ts';

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

/**
 * Context of one operation. PostGraphile's own adaptor takes four round trips a step; here every
 * step is a transaction of the caller that opens with its first statement. No step begins after the
 * deadline, and what runs then is cut off.
 */
export function makeContext(
  pool: pg.Pool,
  listener: Listener,
  caller: Caller,
  deadline?: number,
): GraphqlContext {
  const withPgClient: WithPgClient = (_settings, callback) =>
    asUser(pool, caller, async (client) => callback(planClient(client)), deadline);
  return { withPgClient, pgSubscriber: listener, caller };
}

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
