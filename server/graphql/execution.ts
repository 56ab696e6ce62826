import { execute, SafeError } from 'grafast';
import { GraphQLError, type ExecutionResult, type FormattedExecutionResult } from 'grafast/graphql';
import { ATTEMPTS, pause } from '../database/retry.ts';
import { shareTransaction, type SharedTransaction } from '../database/shared_transaction.ts';
import type { Caller } from '../database/transactions.ts';
import { asGraphqlError } from '../http/error_handler.ts';
import { invalid, isWorthRetrying, Refusal, toRefusal } from '../http/errors.ts';
import { withPathOfValue } from '../http/malformed_value.ts';
import { recordRefusal } from '../http/refusals.ts';
import type { Services } from '../services.ts';
import {
  allTogether,
  eachAlone,
  makeContext,
  togetherWhileGood,
  type GraphqlContext,
  type InTransaction,
} from './context.ts';
import { withoutHints, type Operation } from './documents.ts';

type Variables = Record<string, unknown> | null | undefined;

/**
 * Runs a query or a mutation until its deadline, all its fields together; a command that lost
 * against another is sent again.
 */
export async function run(
  services: Services,
  operation: Operation,
  variables: Variables,
  caller: Caller,
  deadline: number,
): Promise<FormattedExecutionResult> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await runOnce(services, operation, variables, caller, deadline);
    const lost = result.errors?.some((error) => isWorthRetrying(error.originalError)) ?? false;
    if (!lost || !operation.isRepeatable || attempt >= ATTEMPTS) {
      return maskResult(services, operation, caller, result, variables);
    }
    await pause(attempt);
  }
}

/**
 * A query is one transaction and one snapshot; a command, with what it answers, one that is kept or
 * taken back as a whole. Several commands in one document are kept each by itself.
 */
async function runOnce(
  services: Services,
  operation: Operation,
  variables: Variables,
  caller: Caller,
  deadline: number,
): Promise<ExecutionResult> {
  const { pool, listener } = services;
  const alone = eachAlone(pool, caller, deadline);
  const plan = (inTransaction: InTransaction) =>
    planned(services, operation, variables, makeContext(listener, caller, inTransaction));
  const isRead = operation.node.operation === 'query';
  if (!isRead && !operation.isOneField) return plan(alone);
  const shared = shareTransaction(pool, caller, deadline, isRead);
  try {
    return isRead
      ? await plan(togetherWhileGood(shared, alone))
      : await kept(shared, await plan(allTogether(shared)));
  } finally {
    // of a query nothing is left to keep, and nobody need wait for its end
    const end = isRead ? shared.commit() : shared.rollback();
    const ended = end.catch(() => undefined);
    if (!isRead) await ended;
  }
}

/** What a command answers once it is kept: all of it, or errors and nothing done. */
async function kept(shared: SharedTransaction, result: ExecutionResult): Promise<ExecutionResult> {
  if (result.errors) return { ...result, data: null };
  try {
    await shared.commit();
    return result;
  } catch (error) {
    const originalError = error instanceof Error ? error : undefined;
    const path = Object.keys(result.data ?? {}).slice(0, 1);
    return { data: null, errors: [new GraphQLError('not kept', { path, originalError })] };
  }
}

async function planned(
  { schema, resolvedPreset }: Services,
  operation: Operation,
  variables: Variables,
  contextValue: GraphqlContext,
): Promise<ExecutionResult> {
  const result = await execute({
    schema,
    document: operation.document,
    operationName: operation.node.name?.value ?? null,
    variableValues: variables ?? null,
    contextValue,
    resolvedPreset,
  });
  // no @defer and no @stream in our schema, so there is one answer
  if (Symbol.asyncIterator in result) throw new Refusal('INTERNAL');
  return result as ExecutionResult;
}

/** Every error leaves as a code of the catalogue; the rules' refusals are recorded on the way. */
export async function maskResult(
  services: Services,
  operation: Operation,
  caller: Caller,
  result: ExecutionResult,
  variables?: Variables,
): Promise<FormattedExecutionResult> {
  const { errors: raw, ...answer } = result;
  if (!raw) return answer;
  const errors = await Promise.all(
    raw.map(async (error) => {
      const refusal = withPathOfValue(refusalOf(error), variables, operation.document);
      services.metrics.refusals.inc({ code: refusal.code });
      if (refusal.status >= 500) {
        services.log.error(
          { trace_id: caller.requestId, err: refusal.cause ?? error, path: error.path },
          refusal.code,
        );
      }
      const command = String(error.path?.[0] ?? operation.rootFields[0] ?? 'graphql');
      await recordRefusal(services, caller, command, refusal);
      return asGraphqlError(refusal, caller.requestId, error.path);
    }),
  );
  return { ...answer, errors };
}

/**
 * What the filters of lists say of a condition that is none: `null` may mean all rows or no row, so
 * it is asked.
 */
const EMPTY_FILTER: Readonly<Record<string, 'null' | 'empty'>> = {
  'Null literals are forbidden in filter argument input.': 'null',
  'Empty objects are forbidden in filter argument input.': 'empty',
};

function refusalOf(error: GraphQLError): Refusal {
  const cause = error.originalError;
  const nothing = cause && EMPTY_FILTER[cause.message];
  if (nothing) return invalid([{ path: 'filter', reason: nothing }]);
  // what a plan finds wrong with an argument, such as a cursor that nobody gave out
  if (cause instanceof SafeError)
    return invalid([{ path: String(error.path?.[0] ?? ''), reason: 'malformed' }]);
  if (cause && !(cause instanceof GraphQLError)) return toRefusal(cause);
  if (error.path) return new Refusal('INTERNAL', {}, { cause: error });
  // without a path nothing ran yet: the variables do not fit the document
  const value = withoutHints(error.message);
  return invalid([{ path: 'variables', reason: 'malformed', value }]);
}
