import { Router, type RequestHandler } from 'express';
import type { Services } from '../services.ts';
import { passwordRoutes } from './password_routes.ts';
import { registrationRoutes } from './registration_routes.ts';
import { secondFactorRoutes } from './second_factor_routes.ts';
import { sessionRoutes } from './session_routes.ts';
import { signInRoutes } from './sign_in_routes.ts';

/**
 * Sign-in and one's own account, apart from GraphQL: there they could be asked a hundred times at
 * once.
 */
export function authRoutes(services: Services): Router {
  const router = Router();
  router.use(neverCached);
  router.use(signInRoutes(services));
  router.use('/password', passwordRoutes(services));
  router.use('/sessions', sessionRoutes(services));
  router.use(secondFactorRoutes(services));
  router.use('/registration', registrationRoutes(services));
  return router;
}

const neverCached: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
