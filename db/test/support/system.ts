// The whole system for journeys and kill tests: real server and worker on a database of their own.
import { startChild, stopChildren, type Child } from '../../../scripts/children.ts';
import { makeSecrets } from '../../tools/secrets.ts';
import type { Preset } from '../../tools/seed.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { freePorts } from './free_ports.ts';

export interface TestSystem {
  url: string;
  db: TestDatabase;
  server: Child;
  worker: Child;
  close: () => Promise<void>;
}

export async function startSystem(
  options: { seed?: Preset; mailDir?: string } = {},
): Promise<TestSystem> {
  const db = await testDatabase({ seed: options.seed ?? 'demo' });
  const [port, metrics, workerMetrics] = await freePorts(3);
  const [server, worker] = await Promise.all([
    startChild('server', {
      AUTHENTICATOR_DATABASE_URL: db.authenticatorUrl,
      SIGN_IN_DATABASE_URL: db.signin,
      JWT_SECRET: makeSecrets().jwt,
      SECOND_FACTOR_KEY: makeSecrets().secondFactor,
      COOKIE_SECURE: 'false',
      DEMO: 'true',
      TRUSTED_DOCUMENTS: 'true',
      HOST: '127.0.0.1',
      PORT: String(port),
      METRICS_PORT: String(metrics),
      LOG_LEVEL: 'error',
    }),
    startChild('worker', {
      WORKER_DATABASE_URL: db.workerUrl,
      WORKER_METRICS_PORT: String(workerMetrics),
      // mails become files that a journey reads
      ...(options.mailDir === undefined
        ? {}
        : { DEMO: 'true', MAIL_DIR: options.mailDir, PUBLIC_URL: `http://127.0.0.1:${port}` }),
      LOG_LEVEL: 'error',
    }),
  ]);
  return {
    url: `http://127.0.0.1:${port}`,
    db,
    server,
    worker,
    close: async () => {
      await stopChildren([server, worker]);
      await db.close();
    },
  };
}
