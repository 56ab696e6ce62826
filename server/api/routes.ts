import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Caller } from '../database/transactions.ts';
import { callerOf } from '../http/caller.ts';
import { toRefusal } from '../http/errors.ts';
import { withPathOfValue } from '../http/malformed_value.ts';
import { recordRefusal } from '../http/refusals.ts';
import { traceOf } from '../http/trace.ts';
import type { Services } from '../services.ts';
import { fetchExport } from './file/exports.ts';
import { fetchImportTemplate } from './file/import_template.ts';
import { addImportBytes, readPiece } from './file/imports.ts';
import { createIssue, showIssue } from './issues.ts';
import { listAgencies, listItems } from './lists.ts';
import { openapi } from './openapi.ts';

type Handler = (
  services: Services,
  caller: Caller,
  request: Request,
  response: Response,
) => Promise<void>;

type Route = Readonly<{
  method: 'get' | 'post' | 'put';
  path: string;
  command: string;
  handler: Handler;
  takes?: 'bytes';
}>;

/** The REST face: the same functions and row policies as GraphQL, in the words of HTTP. */
export const routes: readonly Route[] = [
  { method: 'post', path: '/inventory/issues', command: 'createIssue', handler: createIssue },
  { method: 'get', path: '/inventory/issues/:id', command: 'issue', handler: showIssue },
  { method: 'get', path: '/inventory/items', command: 'items', handler: listItems },
  { method: 'get', path: '/agency/agencies', command: 'agencies', handler: listAgencies },
  { method: 'get', path: '/exports/:id', command: 'fetchExport', handler: fetchExport },
  {
    method: 'get',
    path: '/imports/templates/:what',
    command: 'fetchImportTemplate',
    handler: fetchImportTemplate,
  },
  {
    method: 'put',
    path: '/imports/:id/bytes/:seq',
    command: 'addImportBytes',
    handler: addImportBytes,
    takes: 'bytes',
  },
];

/** Routes that read nothing or JSON. */
export function apiRoutes(services: Services): Router {
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.json(openapi);
  });
  for (const { method, path, command, handler } of routes.filter(({ takes }) => !takes)) {
    router[method](path, signedIn(services, command, handler));
  }
  return router;
}

/** Routes that read bytes, which only who is signed in may send. */
export function byteRoutes(services: Services): Router {
  const router = Router();
  for (const { method, path, command, handler } of routes.filter(
    ({ takes }) => takes === 'bytes',
  )) {
    router[method](path, knownOnly(services), readPiece, signedIn(services, command, handler));
  }
  return router;
}

const knownOnly =
  (services: Services): RequestHandler =>
  (request, response, next) => {
    callerOf(services, request, traceOf(response));
    next();
  };

/** What a request says in its address and its body; bytes of a file hold no fields. */
const sentWith = ({ params, query, body }: Request): object => ({
  ...params,
  ...query,
  ...(Buffer.isBuffer(body) ? {} : (body as object | undefined)),
});

function signedIn(services: Services, command: string, handler: Handler): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'no-store');
    const caller = callerOf(services, request, traceOf(response));
    try {
      await services.concurrency.run(caller.userId, () =>
        handler(services, caller, request, response),
      );
    } catch (error) {
      const refusal = withPathOfValue(toRefusal(error), sentWith(request));
      await recordRefusal(services, caller, command, refusal);
      throw refusal;
    }
  };
}
