import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { GraphQLFormattedError } from 'grafast/graphql';
import type { Services } from '../services.ts';
import { invalid, Refusal, toRefusal } from './errors.ts';
import { traceOf } from './trace.ts';

export const notFound: RequestHandler = () => {
  throw new Refusal('NOT_FOUND');
};

/** What body-parser and the router say of a request that is not even readable. */
function readingProblem(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || error instanceof Refusal) return undefined;
  const { type, status } = error as { type?: unknown; status?: unknown };
  if (type === 'entity.too.large') return invalid([{ path: '', reason: 'too_large' }], 413);
  if (type === 'entity.parse.failed') return invalid([{ path: '', reason: 'malformed' }]);
  if (status === 415) return invalid([{ path: 'content-type', reason: 'json_only' }], 415);
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return invalid([{ path: '', reason: 'malformed' }]);
  }
  return undefined;
}

/**
 * Every error leaves as an envelope of the catalogue; what is our fault is logged with its cause.
 */
export function errorHandler({ log, metrics }: Services): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const refusal = readingProblem(error) ?? toRefusal(error);
    const traceId = traceOf(response);
    metrics.refusals.inc({ code: refusal.code });
    if (refusal.status >= 500) {
      log.error(
        { trace_id: traceId, err: refusal.cause ?? refusal, path: request.path },
        refusal.code,
      );
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    response.status(refusal.status).set('Cache-Control', 'no-store');
    // that of a compressed file which could not be sent
    response.removeHeader('Content-Encoding');
    const retryAfter = refusal.details['retry_after'];
    if (typeof retryAfter === 'number') response.set('Retry-After', String(retryAfter));
    response.json(
      request.path === '/graphql'
        ? { errors: [asGraphqlError(refusal, traceId)] }
        : {
            code: refusal.code,
            message: refusal.message,
            details: refusal.details,
            trace_id: traceId,
          },
    );
  };
}

export function asGraphqlError(
  refusal: Refusal,
  traceId: string,
  path?: readonly (string | number)[],
): GraphQLFormattedError {
  return {
    message: refusal.message,
    ...(path ? { path } : {}),
    extensions: { code: refusal.code, details: refusal.details, traceId },
  };
}
