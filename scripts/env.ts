import { z } from 'zod';
import { flag, logLevel, parseSettings, port, type Source } from '../platform/settings.ts';

const schema = z.object({
  /** Address of the page. */
  PORT: port.min(1).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Key that signs access tokens; without it the installation's own is used. */
  JWT_SECRET: z.string().min(32).optional(),
  /**
   * Key that seals the secrets of authenticator apps; without it the installation's own is used.
   */
  SECOND_FACTOR_KEY: z.string().min(32).optional(),
  /** Cookies over TLS only; without it: everywhere but in demo mode. */
  COOKIE_SECURE: flag.optional(),
  /** Address of the page as people reach it, for links in mails; without it localhost. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: logLevel.default('warn'),
  /** Ports of the figures for Prometheus; without them the first free ones from 9464 on. */
  METRICS_PORT: port.optional(),
  WORKER_METRICS_PORT: port.optional(),
});

export type StartEnv = z.infer<typeof schema>;

/** Settings of `npm start` itself; server, worker and db/tools parse their own. */
export const readStartEnv = (source?: Source): StartEnv =>
  parseSettings(schema, Object.keys(schema.shape), source);
