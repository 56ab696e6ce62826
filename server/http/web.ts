import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import express, { Router } from 'express';
import { compressed } from './compressed.ts';
import { Refusal } from './errors.ts';
import { nonceOf } from './security_headers.ts';

/** What scanners ask for: an answer of 200, though it is the page, would read as a find. */
const FOR_MACHINES =
  /^\/(actuator|admin|api-docs|debug|docs|graphiql|metrics|openapi|playground|swagger)(\/|$)/i;

const YEAR_MS = 365 * 86_400_000;

/** The built web client. Files of /assets carry a hash in their name, so they never change. */
export function webRoutes(webDist: string): Router {
  const root = resolve(webDist);
  const router = Router();
  router.use('/assets', compressed(join(root, 'assets')));
  router.use(
    '/assets',
    express.static(join(root, 'assets'), {
      immutable: true,
      maxAge: YEAR_MS,
      index: false,
      fallthrough: true,
      redirect: false,
    }),
  );
  router.use('/assets', () => {
    throw new Refusal('NOT_FOUND');
  });
  // index.html itself is sent below only, with its nonce
  const files = express.static(root, { index: false, maxAge: 0, redirect: false });
  router.use((request, response, next) => {
    if (request.path === '/index.html') next();
    else files(request, response, next);
  });

  // a person opens an address of the application: the page is the same, its scripts find the place
  router.get('/{*path}', async (request, response) => {
    // a missing picture or script is not answered with a page, nor is what people look for in vain
    const isFile = /\.[a-z0-9]+$|\/\./i.test(request.path) && request.path !== '/index.html';
    if (isFile || FOR_MACHINES.test(request.path) || !request.accepts('html')) {
      throw new Refusal('NOT_FOUND');
    }
    const page = await readFile(join(root, 'index.html'), 'utf8').catch(() => undefined);
    if (page === undefined) throw new Refusal('NOT_FOUND');
    response
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(page.replaceAll('__CSP_NONCE__', nonceOf(response)));
  });
  return router;
}
