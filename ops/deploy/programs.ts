// How server and worker of an installation are started.
import { join } from 'node:path';
import { foldersOf, type Installation } from '../installation.ts';
import type { Program } from './processes.ts';
import { nodeOf, type Colour, type Release } from './release.ts';

/** Longer than nginx needs to follow the link; requests that are on their way are answered. */
const LINGER_MS = 2_000;
const DRAIN_MS = 10_000;
/** A server answers what it has, lingers, and frees what it holds. */
export const STOP_PATIENCE_MS = LINGER_MS + DRAIN_MS + 5_000;

export const socketOf = (home: string, colour: Colour): string =>
  join(foldersOf(home).run, `${colour}.sock`);

export const metricsPortOf = ({ env }: Pick<Installation, 'env'>, colour: Colour): number =>
  colour === 'blue' ? env.BLUE_METRICS_PORT : env.GREEN_METRICS_PORT;

const common = ({ home, env, database }: Installation, release: Release) => ({
  NODE_ENV: 'production',
  DEMO: String(database.DEMO),
  LOG_LEVEL: env.LOG_LEVEL,
  RELEASE: release.name,
  DRAIN_MS: String(DRAIN_MS),
  MAIL_DIR: join(foldersOf(home).data, 'mail'),
});

/** The same login by way of a pooler. */
function through(pooler: string | undefined, url: string): string {
  if (pooler === undefined) return url;
  const there = new URL(url);
  there.host = pooler;
  return there.href;
}

export function serverProgram(
  installation: Installation,
  colour: Colour,
  release: Release,
): Program {
  const { home, env, database, secrets, urls } = installation;
  return {
    name: colour,
    command: nodeOf(release),
    args: ['server/index.ts'],
    release,
    settings: {
      ...common(installation, release),
      AUTHENTICATOR_DATABASE_URL: through(env.POOLER, urls.authenticator),
      SIGN_IN_DATABASE_URL: through(env.POOLER, urls.signin),
      ...(env.POOLER === undefined
        ? {}
        : { LISTEN_DATABASE_URL: urls.authenticator, NAMED_STATEMENTS: 'false' }),
      JWT_SECRET: env.JWT_SECRET ?? secrets.jwt,
      SECOND_FACTOR_KEY: env.SECOND_FACTOR_KEY ?? secrets.secondFactor,
      COOKIE_SECURE: String(env.TLS_CERTIFICATE !== undefined || !database.DEMO),
      SOCKET_PATH: socketOf(home, colour),
      METRICS_PORT: String(metricsPortOf(installation, colour)),
      LINGER_MS: String(LINGER_MS),
    },
  };
}

export const WORKER = 'worker';

export function workerProgram(installation: Installation, release: Release): Program {
  const { env, urls } = installation;
  return {
    name: WORKER,
    command: nodeOf(release),
    // as npm run worker does, and for its reasons (scripts/children.ts)
    args: ['--max-semi-space-size=4', '--max-old-space-size=400', 'worker/index.ts'],
    release,
    settings: {
      ...common(installation, release),
      WORKER_DATABASE_URL: urls.worker,
      WORKER_METRICS_PORT: String(env.WORKER_METRICS_PORT),
      ...(env.REPORT_DATABASE_URL === undefined
        ? {}
        : { REPORT_DATABASE_URL: env.REPORT_DATABASE_URL }),
      ...(env.PUBLIC_URL === undefined ? {} : { PUBLIC_URL: env.PUBLIC_URL }),
      ...(env.SMTP_URL === undefined ? {} : { SMTP_URL: env.SMTP_URL }),
      ...(env.MAIL_FROM === undefined ? {} : { MAIL_FROM: env.MAIL_FROM }),
    },
  };
}
