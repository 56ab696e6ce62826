import { subscribe } from 'grafast';
import { GraphQLError, type ExecutionArgs, type ExecutionResult } from 'grafast/graphql';
import type { Context, ServerOptions, SubscribePayload } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import type { Caller } from '../database/transactions.ts';
import { invalid, Refusal, toRefusal } from '../http/errors.ts';
import type { Services } from '../services.ts';
import { eachAlone, makeContext } from './context.ts';
import type { Operation } from './documents.ts';
import { maskResult } from './execution.ts';

/** What is known of a socket from its upgrade request on. */
export type Socket = { caller: Caller };
type Connection = Context<Record<string, unknown>, Extra & Partial<Socket>>;

/** A tab of ours has one. */
const MAX_SUBSCRIPTIONS = 10;

/** Subscriptions only: queries and commands take the road with the CSRF header. */
export function subscriptionOptions(
  services: Services,
  callerOfSocket: (connection: Connection) => Caller,
): ServerOptions<Record<string, unknown>, Extra & Partial<Socket>> {
  const running = new WeakMap<ExecutionArgs, Operation>();
  return {
    subscribe: (args) => subscribe(args) as Promise<AsyncIterable<ExecutionResult>>,
    onSubscribe(connection, _id, payload) {
      const caller = callerOfSocket(connection);
      try {
        // the one that asks is among them
        if (Object.keys(connection.subscriptions).length > MAX_SUBSCRIPTIONS) {
          throw new Refusal('TOO_MANY_REQUESTS', { retry_after: 1 });
        }
        const { args, operation } = open(services, caller, payload);
        running.set(args, operation);
        return args;
      } catch (error) {
        return refuse(services, caller, error);
      }
    },
    async onNext(connection, _id, _payload, args, result) {
      const operation = running.get(args);
      if (!operation || !result.errors) return undefined;
      return maskResult(services, operation, callerOfSocket(connection), result as ExecutionResult);
    },
    // what went wrong before the first message; already ours, or not for the client to see
    onError: (connection, _id, _payload, errors) =>
      errors
        .flatMap((error) =>
          'traceId' in error.extensions
            ? [error]
            : refuse(services, callerOfSocket(connection), error.originalError ?? error),
        )
        .map(({ message, extensions }) => ({ message, extensions })),
  };
}

/** Errors: VALIDATION_ERROR for a bad document, and for one that is no subscription. */
function open(services: Services, caller: Caller, payload: SubscribePayload) {
  const operation = services.documents.open(
    { ...payload, documentId: documentIdOf(payload) },
    payload.variables,
  );
  if (operation.node.operation !== 'subscription') {
    throw invalid([{ path: 'query', reason: 'http_only' }]);
  }
  const args: ExecutionArgs & { resolvedPreset: GraphileConfig.ResolvedPreset } = {
    schema: services.schema,
    document: operation.document,
    operationName: payload.operationName ?? null,
    variableValues: payload.variables ?? null,
    contextValue: makeContext(services.listener, caller, eachAlone(services.pool, caller)),
    resolvedPreset: services.resolvedPreset,
  };
  return { args, operation };
}

/** The protocol has a place for extensions, and none for a document that stays with the server. */
function documentIdOf({ extensions }: SubscribePayload): string | undefined {
  const id = extensions?.['documentId'];
  return typeof id === 'string' ? id : undefined;
}

function refuse(services: Services, caller: Caller, error: unknown): readonly GraphQLError[] {
  const refusal = toRefusal(error);
  services.metrics.refusals.inc({ code: refusal.code });
  if (refusal.status >= 500) {
    services.log.error({ trace_id: caller.requestId, err: refusal.cause ?? error }, refusal.code);
  }
  const extensions = {
    code: refusal.code,
    details: refusal.details,
    traceId: caller.requestId,
  };
  return [new GraphQLError(refusal.message, { extensions })];
}
