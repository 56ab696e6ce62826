import express, { type Express } from 'express';
import { apiRoutes, byteRoutes } from './api/routes.ts';
import { authRoutes } from './auth/routes.ts';
import { demoMails } from './demo/mails.ts';
import { graphqlHandler } from './graphql/handler.ts';
import { accessLog } from './http/access_log.ts';
import { errorHandler, notFound } from './http/error_handler.ts';
import {
  readJson,
  refuseOtherSites,
  refuseStrangeMethods,
  requireCsrfHeader,
  requireHost,
  requireJson,
} from './http/guards.ts';
import { limitAnswers } from './http/answer_limits.ts';
import { healthRoutes } from './http/health.ts';
import { only, refuseOtherMethods } from './http/methods.ts';
import { securityHeaders } from './http/security_headers.ts';
import { timeBudget } from './http/time_budget.ts';
import { trace } from './http/trace.ts';
import { limitAuthConcurrency } from './http/auth_concurrency.ts';
import { webRoutes } from './http/web.ts';
import type { Services } from './services.ts';

type Trust = (address: string | undefined, hop: number) => boolean;

/**
 * Nobody but the gateway is believed about who asks. On a Unix socket there is nobody else, and no
 * address.
 */
function trustGateway(app: Express, { TRUSTED_PROXIES, SOCKET_PATH }: Services['env']): void {
  app.set('trust proxy', TRUSTED_PROXIES);
  if (SOCKET_PATH === undefined) return;
  const isTrusted: Trust = app.get('trust proxy fn');
  const orGateway: Trust = (address, hop) =>
    address === undefined ? hop === 0 : isTrusted(address, hop);
  app.set('trust proxy', orGateway);
}

/** What a request passes through, in this order. */
export function makeApp(services: Services): Express {
  const app = express();
  const isSecure = services.env.COOKIE_SECURE;
  const onAuthPool: Services = { ...services, pool: services.authPool };
  app.disable('x-powered-by');
  trustGateway(app, services.env);
  app.set('etag', false);

  app.use(trace);
  app.use(timeBudget(services));
  app.use(limitAnswers(services));
  app.use(accessLog(services));
  app.use(securityHeaders(isSecure));
  app.use(requireHost);
  app.use(refuseStrangeMethods);
  app.use(refuseOtherSites(isSecure));

  const health = healthRoutes(onAuthPool);
  app.use(health, refuseOtherMethods(health));

  app.use(requireCsrfHeader);
  const bytes = byteRoutes(services);
  app.use('/api/v1', bytes, refuseOtherMethods(bytes));
  app.use(requireJson);
  app.use(readJson);

  const [auth, api] = [authRoutes(onAuthPool), apiRoutes(services)];
  app.use('/auth', limitAuthConcurrency(services), auth, refuseOtherMethods(auth));
  app.post('/graphql', graphqlHandler(services));
  app.all('/graphql', only('POST'));
  app.use('/api/v1', api, refuseOtherMethods(api));
  app.use('/demo/mails', demoMails(services));
  app.use(['/auth', '/graphql', '/api', '/demo'], notFound);

  app.use(webRoutes(services.env.WEB_DIST));
  app.use(notFound);
  app.use(errorHandler(services));
  return app;
}
