import type { RequestHandler } from 'express';
import type { FormattedExecutionResult } from 'grafast/graphql';
import { z } from 'zod';
import { callerOf } from '../http/caller.ts';
import { invalid } from '../http/errors.ts';
import { parseBody } from '../http/shapes.ts';
import { deadlineOf } from '../http/time_budget.ts';
import { traceOf } from '../http/trace.ts';
import type { Services } from '../services.ts';
import { run } from './execution.ts';
import { labelOf, measured } from './measured.ts';

/** One operation a request: an array of them would be a way around every limit. */
export const graphqlRequest = z.object({
  query: z.string().min(1).nullish(),
  documentId: z.string().min(1).max(200).nullish(),
  // where Apollo and graphql-ws have room for it
  extensions: z.object({ documentId: z.string().min(1).max(200).nullish() }).nullish(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * POST /graphql. Runs the plan directly instead of through Grafserv, so that errors, limits, the
 * session and repeated commands are ours to decide. Everything needs a signed-in person.
 */
export function graphqlHandler(services: Services): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'no-store');
    const caller = callerOf(services, request, traceOf(response));
    const { extensions, variables, ...asked } = parseBody(graphqlRequest, request.body);
    const documentId = asked.documentId ?? extensions?.documentId;
    const operation = services.documents.open({ ...asked, documentId }, variables);
    if (operation.node.operation === 'subscription') {
      throw invalid([{ path: 'query', reason: 'websocket_only' }]);
    }
    response.locals['isRead'] = operation.node.operation === 'query';
    const result = await measured(services.metrics, labelOf(operation, Boolean(documentId)), () =>
      services.concurrency.run(caller.userId, () =>
        run(services, operation, variables, caller, deadlineOf(response)),
      ),
    );
    response.status(statusOf(result)).json(result);
  };
}

/** An answer that is no answer has the status of its error; one with data is a 200. */
function statusOf(result: FormattedExecutionResult): number {
  const codes = result.errors?.map((error) => error.extensions?.['code']) ?? [];
  if (codes.includes('INVALID_TOKEN')) return 401;
  return result.data === undefined && codes.length > 0 ? 400 : 200;
}
