import { Router, type Request, type Response } from 'express';
import { callerOf } from '../http/caller.ts';
import { traceOf } from '../http/trace.ts';
import type { Services } from '../services.ts';
import { endOwnSessions, listSessions } from './own_sessions.ts';

/** Where one is signed in. */
export function sessionRoutes(services: Services): Router {
  const { pool, cookies } = services;
  const router = Router();
  const callerIn = (request: Request, response: Response) =>
    callerOf(services, request, traceOf(response));

  router.get('/', async (request, response) => {
    response.json({ sessions: await listSessions(pool, callerIn(request, response)) });
  });

  router.delete('/', async (request, response) => {
    await endOwnSessions(pool, callerIn(request, response));
    response.status(204).end();
  });

  router.delete('/:id', async (request, response) => {
    const caller = callerIn(request, response);
    await endOwnSessions(pool, caller, request.params.id);
    if (request.params.id === caller.sessionId) cookies.clear(response);
    response.status(204).end();
  });

  return router;
}
