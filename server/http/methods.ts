import type { RequestHandler, Router } from 'express';
import { Refusal } from './errors.ts';

/** The end of an address that takes these methods and no other. */
export const only = (...methods: string[]): RequestHandler => (_request, response) => {
  response.set('Allow', methods.join(', '));
  throw new Refusal('METHOD_NOT_ALLOWED');
};

/**
 * Stands after the routes of a router: an address that they know, asked in another way, is told
 * which ways there are. What they do not know at all goes on to "not found".
 */
export function refuseOtherMethods(router: Router): RequestHandler {
  return (request, response, next) => {
    const allowed = methodsOf(router, request.path);
    if (allowed.length === 0) next();
    else only(...allowed)(request, response, next);
  };
}

function methodsOf(router: Router, path: string): string[] {
  const methods = router.stack
    .filter((layer) => layer.route && matches(layer, path))
    .flatMap((layer) => layer.route?.stack.map((handler) => handler.method.toUpperCase()) ?? []);
  const known = new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods);
  return [...known].toSorted();
}

/** An address that cannot be decoded is nobody's. */
function matches(layer: Router['stack'][number], path: string): boolean {
  try {
    return Boolean((layer as unknown as { match(path: string): boolean }).match(path));
  } catch {
    return false;
  }
}
