import { access } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Request, RequestHandler } from 'express';

/** The build writes both beside each text; the smaller one first. */
const FORMS = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
] as const;

/** Names that the build gives: no folder, nothing encoded. */
const ASSET = /^\/[\w-]+(?:\.[\w-]+)*$/;

/**
 * Answers with the compressed form of an asset that the browser takes and the build made. What
 * follows sends the file; without a compressed form it is the file itself.
 */
export function compressed(folder: string): RequestHandler {
  const exists = (path: string): Promise<boolean> =>
    access(join(folder, path)).then(
      () => true,
      () => false,
    );
  return async (request, response, next) => {
    const { path, method } = request;
    if (!ASSET.test(path) || !['GET', 'HEAD'].includes(method)) {
      next();
      return;
    }
    // also of the plain form: a cache on the way must not give one browser what another took
    response.vary('Accept-Encoding');
    for (const { encoding, ending } of FORMS) {
      if (!takes(request, encoding) || !(await exists(path + ending))) continue;
      response.set('Content-Encoding', encoding).type(extname(path));
      request.url = path + ending;
      break;
    }
    next();
  };
}

const takes = (request: Request, encoding: string): boolean =>
  request.acceptsEncodings(encoding) === encoding;
