import express, { type Express } from 'express';
import { apiRoutes } from './api/routes.ts';
import { authRoutes } from './auth/routes.ts';
import { graphqlHandler } from './graphql/handler.ts';
import { accessLog } from './http/access_log.ts';
import { errorHandler, notFound } from './http/error_handler.ts';
import { readJson, requireCsrfHeader, requireJson } from './http/guards.ts';
import { healthRoutes } from './http/health.ts';
import { securityHeaders } from './http/security_headers.ts';
import { trace } from './http/trace.ts';
import { webRoutes } from './http/web.ts';
import type { Services } from './services.ts';

/** What a request passes through, in this order. */
export function makeApp(services: Services): Express {
  const app = express();
  app.disable('x-powered-by');
  // the gateway runs on this machine; nobody else is believed about who asks
  app.set('trust proxy', 'loopback');
  app.set('etag', false);

  app.use(trace);
  app.use(accessLog(services));
  app.use(securityHeaders(services.env.COOKIE_SECURE));
  app.use(healthRoutes(services));

  app.use(requireCsrfHeader);
  app.use(requireJson);
  app.use(readJson);

  app.use('/auth', authRoutes(services));
  app.post('/graphql', graphqlHandler(services));
  app.use('/api/v1', apiRoutes(services));
  app.use(['/auth', '/graphql', '/api'], notFound);

  app.use(webRoutes(services.env.WEB_DIST));
  app.use(notFound);
  app.use(errorHandler(services));
  return app;
}
