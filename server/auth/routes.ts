import { isIP } from 'node:net';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import type pg from 'pg';
import { z } from 'zod';
import { Refusal } from '../http/errors.ts';
import { parseBody } from '../http/shapes.ts';
import type { Services } from '../services.ts';
import { endSession, profile, refresh, signIn, type Profile } from './sessions.ts';

const credentials = z.object({
  email: z.string().min(1).max(320),
  password: z.string().min(1).max(1024),
});

/** Sign-in and sign-out, apart from GraphQL: there they could be asked a hundred times at once. */
export function authRoutes({ pool, tokens, cookies, env }: Services): Router {
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
    const session = await signIn(pool, email.trim(), password, {
      // behind the gateway this is what its header says
      ip: isIP(request.ip ?? '') ? request.ip : undefined, userAgent: request.get('user-agent'),
    });
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

  return router;
}

const neverCached: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

/** After ten idle minutes the access token is gone, but signing out must still end the session. */
async function sessionOfRefreshToken(pool: pg.Pool, presented: string | undefined) {
  if (presented === undefined) return undefined;
  return (await refresh(pool, presented).catch(() => undefined))?.sessionId;
}
