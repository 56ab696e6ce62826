import { isIP } from 'node:net';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import type pg from 'pg';
import { z } from 'zod';
import { callerOf } from '../http/caller.ts';
import { Refusal } from '../http/errors.ts';
import { parseBody } from '../http/shapes.ts';
import { traceOf } from '../http/trace.ts';
import type { Services } from '../services.ts';
import { endOwnSessions, listSessions } from './own_sessions.ts';
import { changePassword } from './password_change.ts';
import { requestReset, resetPassword } from './password_reset.ts';
import { endSession, profile, refresh, signIn, type Profile, type Visitor } from './sessions.ts';

const credentials = z.object({
  email: z.string().min(1).max(320),
  password: z.string().min(1).max(1024),
});

const passwordChange = z.object({
  current: z.string().min(1).max(1024),
  new: z.string().min(1).max(1024),
});

const resetRequest = credentials.pick({ email: true });
const reset = z.object({
  token: z.string().min(1).max(200),
  new: passwordChange.shape.new,
});

/** Sign-in and sign-out, apart from GraphQL: there they could be asked a hundred times at once. */
export function authRoutes(services: Services): Router {
  const { pool, tokens, cookies, env } = services;
  const router = Router();
  const asAnswer = (user: Profile) => (env.DEMO ? { user, demo: true } : { user });
  const hand = (response: Response, session: {
    userId: string; sessionId: string; refreshToken: string | undefined;
  }) => {
    cookies.setAccess(response, tokens.sign(session.userId, session.sessionId));
    if (session.refreshToken !== undefined) cookies.setRefresh(response, session.refreshToken);
  };
  const identityOf = (request: Request) => tokens.identify(cookies.readAccess(request) ?? '');
  router.use(neverCached);

  router.post('/login', async (request, response) => {
    const { email, password } = parseBody(credentials, request.body);
    const session = await signIn(pool, email.trim(), password, visitorOf(request));
    hand(response, session);
    response.json(asAnswer(session.user));
  });

  router.get('/me', async (request, response) => {
    const identity = identityOf(request);
    if (!identity) throw new Refusal('INVALID_TOKEN');
    response.json(asAnswer(await profile(pool, identity.sessionId)));
  });

  router.post('/refresh', async (request, response) => {
    const presented = cookies.readRefresh(request);
    try {
      const session = await refresh(pool, presented ?? '');
      hand(response, session);
      response.json(asAnswer(session.user));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'INVALID_TOKEN') cookies.clear(response);
      throw error;
    }
  });

  router.post('/logout', async (request, response) => {
    const sessionId = identityOf(request)?.sessionId ?? (await sessionOfRefreshToken(pool, cookies.readRefresh(request)));
    if (sessionId !== undefined) await endSession(pool, sessionId);
    cookies.clear(response);
    response.status(204).end();
  });

  router.post('/password/change', async (request, response) => {
    const { current, new: wanted } = parseBody(passwordChange, request.body);
    const caller = callerOf(services, request, traceOf(response));
    await changePassword(pool, caller, visitorOf(request), { current, wanted });
    response.status(204).end();
  });

  router.post('/password/forgot', async (request, response) => {
    await requestReset(pool, parseBody(resetRequest, request.body).email);
    response.status(202).end();
  });

  router.post('/password/reset', async (request, response) => {
    const { token, new: wanted } = parseBody(reset, request.body);
    await resetPassword(pool, token, wanted, visitorOf(request));
    cookies.clear(response);
    response.status(204).end();
  });

  const callerIn = (request: Request, response: Response) => callerOf(services, request, traceOf(response));

  router.get('/sessions', async (request, response) => {
    response.json({ sessions: await listSessions(pool, callerIn(request, response)) });
  });

  router.delete('/sessions', async (request, response) => {
    await endOwnSessions(pool, callerIn(request, response));
    response.status(204).end();
  });

  router.delete('/sessions/:id', async (request, response) => {
    const caller = callerIn(request, response);
    await endOwnSessions(pool, caller, request.params.id);
    if (request.params.id === caller.sessionId) cookies.clear(response);
    response.status(204).end();
  });

  return router;
}

const visitorOf = (request: Request): Visitor => ({
  // behind the gateway this is what its header says
  ip: isIP(request.ip ?? '') ? request.ip : undefined, userAgent: request.get('user-agent'),
});

const neverCached: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

/** After ten idle minutes the access token is gone, but signing out must still end the session. */
async function sessionOfRefreshToken(pool: pg.Pool, presented: string | undefined) {
  if (presented === undefined) return undefined;
  return (await refresh(pool, presented).catch(() => undefined))?.sessionId;
}
