import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RequestHandler, Response } from 'express';

const ACCEPTABLE = /^[A-Za-z0-9-]{8,64}$/;

/** The gateway's id when it is harmless, else a new one. */
export function traceIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();
}

/**
 * One id for a request: in its log lines, its errors, the record of refusals, and on the screen.
 */
export const trace: RequestHandler = (request, response, next) => {
  const id = traceIdOf(request);
  response.locals['traceId'] = id;
  response.set('X-Trace-Id', id);
  next();
};

export const traceOf = (response: Response): string => String(response.locals['traceId']);
