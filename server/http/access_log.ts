import type { RequestHandler } from 'express';
import type { Services } from '../services.ts';
import { traceOf } from './trace.ts';

/** What a path belongs to. Metrics count classes: a label per path would grow without end. */
export function routeClass(path: string): string {
  if (path.startsWith('/api/')) return 'api';
  if (path.startsWith('/auth/')) return 'auth';
  if (path === '/graphql') return 'graphql';
  if (path === '/healthz' || path === '/readyz') return 'health';
  return 'web';
}

/** One line and one observation a request. Bodies and headers are not logged. */
export function accessLog({ log, metrics }: Services): RequestHandler {
  return (request, response, next) => {
    const started = process.hrtime.bigint();
    const { method, path } = request;
    response.on('close', () => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const route = routeClass(path);
      const status = response.statusCode;
      metrics.requestSeconds.observe({ route, method, status: String(status) }, seconds);
      const line = {
        trace_id: traceOf(response),
        method,
        path,
        route,
        status,
        ms: Math.round(seconds * 1e4) / 10,
        complete: response.writableFinished,
      };
      if (route === 'health') log.debug(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}
