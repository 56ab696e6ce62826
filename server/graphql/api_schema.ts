import { setTimeout as pause } from 'node:timers/promises';
import type { GrafastSubscriber } from 'grafast';
import type { GraphQLSchema } from 'grafast/graphql';
import type pg from 'pg';
import { makeSchema, watchSchema } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { API_SCHEMAS, makePreset } from '../graphile.config.ts';

export type ApiSchema = Readonly<{
  schema: GraphQLSchema;
  resolvedPreset: GraphileConfig.ResolvedPreset;
}>;

/** The catalog is readable by everybody, so the login that may do nothing can still describe it. */
export const makeApiSchema = (pool: pg.Pool): Promise<ApiSchema> =>
  makeSchema(makePreset(makePgService({ pool, schemas: API_SCHEMAS, pubsub: false })));

/**
 * Hands over the schema, and another one after every change of a table, function or right, until
 * `stop`. PostGraphile's own triggers announce the changes; `superuserUrl` makes them, in a schema
 * of their own (postgraphile_watch). For development only. Error: the first schema cannot be made.
 */
export async function followApiSchema(
  pool: pg.Pool,
  superuserUrl: string,
  hand: (made: ApiSchema) => void,
): Promise<{ stop(): Promise<void> }> {
  const service = makePgService({
    pool,
    superuserConnectionString: superuserUrl,
    schemas: API_SCHEMAS,
    pubsub: true,
  });
  if (service.pgSubscriber) service.pgSubscriber = atRest(service.pgSubscriber);
  const first = Promise.withResolvers<void>();
  const stopWatching = await watchSchema(makePreset(service), (error, made) => {
    if (made) {
      hand(made);
      first.resolve();
    } else first.reject(error);
  });
  await first.promise;
  return {
    async stop() {
      stopWatching();
      await service.release?.();
    },
  };
}

type Announcements = GrafastSubscriber<Record<string, string>>;

/** Making the schema takes about a second of all that this process can do. */
const QUIET_MS = 150;

/**
 * One save changes many objects, and each of them is announced: what comes together counts once.
 */
const atRest = (subscriber: Announcements): Announcements => ({
  async subscribe(topic) {
    const events = await subscriber.subscribe(topic);
    let waiting: Promise<IteratorResult<string>> | undefined;
    const together: AsyncIterableIterator<string> = {
      [Symbol.asyncIterator]: () => together,
      async next() {
        let event = await (waiting ?? events.next());
        waiting = undefined;
        while (!event.done) {
          waiting = events.next();
          const more = await Promise.race([waiting, pause(QUIET_MS, undefined)]);
          if (more === undefined) break;
          event = more;
          waiting = undefined;
        }
        return event;
      },
      async return() {
        await events.return?.();
        return { value: undefined, done: true };
      },
    };
    return together;
  },
});
