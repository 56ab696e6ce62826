import { Router } from 'express';
import { z } from 'zod';
import { callerOf } from '../http/caller.ts';
import { parseBody } from '../http/shapes.ts';
import { traceOf } from '../http/trace.ts';
import type { Services } from '../services.ts';
import { changePassword } from './password_change.ts';
import { requestReset, resetPassword } from './password_reset.ts';
import { credentials } from './sign_in_routes.ts';
import { visitorOf } from './visitor.ts';

const wanted = credentials.shape.password;
const change = z.object({ current: wanted, new: wanted });
const forgotten = credentials.pick({ email: true });
const reset = z.object({ token: z.string().min(1).max(200), new: wanted });

/** One's own password: changed by the current one, or set by the link of a mail. */
export function passwordRoutes(services: Services): Router {
  const { pool, cookies } = services;
  const router = Router();

  router.post('/change', async (request, response) => {
    const body = parseBody(change, request.body);
    const caller = callerOf(services, request, traceOf(response));
    await changePassword(pool, caller, visitorOf(services, request), {
      current: body.current,
      wanted: body.new,
    });
    response.status(204).end();
  });

  router.post('/forgot', async (request, response) => {
    await requestReset(
      pool,
      parseBody(forgotten, request.body).email,
      visitorOf(services, request),
    );
    response.status(202).end();
  });

  router.post('/reset', async (request, response) => {
    const body = parseBody(reset, request.body);
    await resetPassword(pool, body.token, body.new, visitorOf(services, request));
    cookies.clear(response);
    response.status(204).end();
  });

  return router;
}
