import type { GraphQLSchema } from 'grafast/graphql';
import type pg from 'pg';
import type { Cookies } from './auth/cookies.ts';
import type { Devices } from './auth/devices.ts';
import type { Seals } from './auth/second_factor.ts';
import type { Tokens } from './auth/tokens.ts';
import type { Listener } from '../platform/listener.ts';
import type { Env } from './env.ts';
import type { Documents } from './graphql/documents.ts';
import type { Metrics } from './http/metrics.ts';
import type { ConcurrencyLimit } from './http/concurrency_limit.ts';
import type { Log } from '../platform/log.ts';

/** What a running server is made of; made once in start.ts and handed to those who need parts. */
export type Services = Readonly<{
  env: Env;
  log: Log;
  /** For what people ask of the API. */
  pool: pg.Pool;
  /** For signing in, sockets and readiness, whatever the API is busy with. */
  authPool: pg.Pool;
  concurrency: ConcurrencyLimit;
  listener: Listener;
  /** In development these three follow the database, so they are asked for each time. */
  schema: GraphQLSchema;
  resolvedPreset: GraphileConfig.ResolvedPreset;
  documents: Documents;
  tokens: Tokens;
  seals: Seals;
  cookies: Cookies;
  devices: Devices;
  metrics: Metrics;
  /** True from the moment the process was asked to stop. */
  isDraining: () => boolean;
}>;
