import { Router, type RequestHandler, type Response } from 'express';
import type pg from 'pg';
import { z } from 'zod';
import { Refusal } from '../http/errors.ts';
import { parseBody } from '../http/shapes.ts';
import type { Services } from '../services.ts';
import { answerChallenge } from './challenge.ts';
import { endSession, profile, refresh, signIn, type Profile } from './sessions.ts';
import { visitorOf } from './visitor.ts';

export const credentials = z.object({
  email: z.string().min(1).max(320),
  password: z.string().min(1).max(1024),
});

export const codeShape = z.object({ code: z.string().min(1).max(40) });

/** Signing in, with a second step for those who have one, staying signed in, and signing out. */
export function signInRoutes(services: Services): Router {
  const { pool, tokens, cookies, devices, env } = services;
  const router = Router();
  const asAnswer = (user: Profile) => (env.DEMO ? { user, demo: true } : { user });
  const hand = (
    response: Response,
    session: {
      userId: string;
      sessionId: string;
      refreshToken: string | undefined;
    },
  ) => {
    cookies.setAccess(response, tokens.sign(session.userId, session.sessionId));
    if (session.refreshToken !== undefined) cookies.setRefresh(response, session.refreshToken);
  };

  router.post('/login', counted(services, 'password'), async (request, response) => {
    const { email, password } = parseBody(credentials, request.body);
    const visitor = visitorOf(services, request);
    const session = await signIn(pool, email.trim(), password, visitor);
    if ('challengeToken' in session) {
      cookies.setChallenge(response, session.challengeToken);
      response.json({ totp_required: true });
      return;
    }
    hand(response, session);
    cookies.setDevice(response, devices.seal(visitor.deviceToken));
    response.json(asAnswer(session.user));
  });

  router.post('/totp', counted(services, 'second_factor'), async (request, response) => {
    const { code } = parseBody(codeShape, request.body);
    const visitor = visitorOf(services, request);
    const session = await answerChallenge(
      services,
      cookies.readChallenge(request) ?? '',
      code,
      visitor,
    );
    hand(response, session);
    cookies.clearChallenge(response);
    cookies.setDevice(response, devices.seal(visitor.deviceToken));
    response.json(asAnswer(session.user));
  });

  router.get('/me', async (request, response) => {
    const identity = tokens.identify(cookies.readAccess(request) ?? '');
    if (!identity) throw new Refusal('INVALID_TOKEN');
    const user = await profile(pool, identity.sessionId);
    if (String(user['id']) !== identity.userId) throw new Refusal('INVALID_TOKEN');
    response.json(asAnswer(user));
  });

  router.post('/refresh', async (request, response) => {
    try {
      const session = await refresh(pool, cookies.readRefresh(request) ?? '');
      hand(response, session);
      response.json(asAnswer(session.user));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'INVALID_TOKEN') cookies.clear(response);
      throw error;
    }
  });

  router.post('/logout', async (request, response) => {
    const sessionId =
      tokens.identify(cookies.readAccess(request) ?? '')?.sessionId
      ?? (await sessionOfRefreshToken(pool, cookies.readRefresh(request)));
    if (sessionId !== undefined) await endSession(pool, sessionId);
    cookies.clear(response);
    response.status(204).end();
  });

  return router;
}

/** Counts how attempts end: whether people are refused more often than usual is worth a look. */
const counted =
  ({ metrics }: Services, step: string): RequestHandler =>
  (_request, response, next) => {
    response.once('finish', () => {
      const { statusCode: status } = response;
      const result =
        status < 300
          ? 'passed'
          : status === 429
            ? 'throttled'
            : status < 500
              ? 'refused'
              : 'failed';
      metrics.signIns.inc({ step, result });
    });
    next();
  };

/** After ten idle minutes the access token is gone, but signing out must still end the session. */
async function sessionOfRefreshToken(pool: pg.Pool, presented: string | undefined) {
  if (presented === undefined) return undefined;
  return (await refresh(pool, presented).catch(() => undefined))?.sessionId;
}
