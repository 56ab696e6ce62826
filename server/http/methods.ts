import type { RequestHandler, Router } from 'express';
import { Refusal } from './errors.ts';

/** The end of an address that takes these methods and no other. */
export const only =
  (...methods: string[]): RequestHandler =>
  (_request, response) => {
    response.set('Allow', methods.join(', '));
    throw new Refusal('METHOD_NOT_ALLOWED');
  };

/**
 * Stands after the routes of a router: an address that they know, asked in another way, is told
 * which ways there are. What they do not know at all goes on to "not found".
 */
export function refuseOtherMethods(router: Router): RequestHandler {
  return (request, response, next) => {
    const methods = new Set(methodsOf(router as unknown as Layer['handle'], request.path));
    if (methods.has('GET')) methods.add('HEAD');
    if (methods.size === 0) next();
    else only(...[...methods].toSorted())(request, response, next);
  };
}

/** What Express keeps of a route or of a router within a router. */
type Layer = Readonly<{
  route?: { stack: readonly { method: string }[] };
  handle: { stack?: readonly Layer[] };
  /** The part of the address that `match` found to be this layer's. */
  path?: string;
  match(path: string): boolean;
}>;

function methodsOf(router: Layer['handle'], path: string): string[] {
  return (router.stack ?? []).flatMap((layer) => {
    if (!(layer.route || layer.handle.stack) || !matches(layer, path)) return [];
    if (layer.route) return layer.route.stack.map(({ method }) => method.toUpperCase());
    return methodsOf(layer.handle, path.slice(layer.path?.length ?? 0) || '/');
  });
}

/** An address that cannot be decoded is nobody's. */
function matches(layer: Layer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
}
