import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { callerOf } from '../http/caller.ts';
import { parseBody } from '../http/shapes.ts';
import { traceOf } from '../http/trace.ts';
import type { Services } from '../services.ts';
import { confirmEnrolment, enrol, renewRecoveryCodes, switchOff } from './enrolment.ts';
import { stepUp } from './proof.ts';
import { codeShape, credentials } from './sign_in_routes.ts';
import { visitorOf } from './visitor.ts';

const proofShape = z.union([codeShape, credentials.pick({ password: true })]);

/** One's own second factor, and fresh proofs of identity for the commands that ask for one. */
export function secondFactorRoutes(services: Services): Router {
  const router = Router();
  const callerIn = (request: Request, response: Response) =>
    callerOf(services, request, traceOf(response));

  router.post('/step-up', async (request, response) => {
    const given = parseBody(proofShape, request.body);
    await stepUp(services, callerIn(request, response), visitorOf(services, request), given);
    response.status(204).end();
  });

  router.post('/second-factor/enrol', async (request, response) => {
    response.json(await enrol(services, callerIn(request, response)));
  });

  router.post('/second-factor/confirm', async (request, response) => {
    const { code } = parseBody(codeShape, request.body);
    const codes = await confirmEnrolment(
      services,
      callerIn(request, response),
      visitorOf(services, request),
      code,
    );
    response.json({ recovery_codes: codes });
  });

  router.post('/second-factor/recovery-codes', async (request, response) => {
    response.json({
      recovery_codes: await renewRecoveryCodes(services, callerIn(request, response)),
    });
  });

  router.delete('/second-factor', async (request, response) => {
    await switchOff(services, callerIn(request, response));
    response.status(204).end();
  });

  return router;
}
