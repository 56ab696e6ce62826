// The whole system for journeys and kill tests: real server and worker on a database of their own.
import { createServer } from 'node:net';
import { startChild, stopChildren, type Child } from '../../../scripts/children.ts';
import { makeSecrets } from '../../tools/secrets.ts';
import type { Preset } from '../../tools/seed.ts';
import { testDatabase, type TestDatabase } from './database.ts';

export interface TestSystem {
  url: string;
  db: TestDatabase;
  server: Child;
  worker: Child;
  close: () => Promise<void>;
}

export async function startSystem(options: { seed?: Preset } = {}): Promise<TestSystem> {
  const db = await testDatabase({ seed: options.seed ?? 'demo' });
  const [port, metrics, workerMetrics] = await freePorts(3);
  const [server, worker] = await Promise.all([
    startChild('server', {
      AUTHENTICATOR_DATABASE_URL: db.authenticatorUrl, JWT_SECRET: makeSecrets().jwt, SECOND_FACTOR_KEY: makeSecrets().secondFactor,
      COOKIE_SECURE: 'false', DEMO: 'true', TRUSTED_DOCUMENTS: 'true', HOST: '127.0.0.1', PORT: String(port),
      METRICS_PORT: String(metrics), LOG_LEVEL: 'error',
    }),
    startChild('worker', {
      WORKER_DATABASE_URL: db.workerUrl, WORKER_METRICS_PORT: String(workerMetrics),
      LOG_LEVEL: 'error',
    }),
  ]);
  return {
    url: `http://127.0.0.1:${port}`, db, server, worker,
    close: async () => {
      await stopChildren([server, worker]);
      await db.close();
    },
  };
}

/** Ports that are free now, held until all are chosen so that no two are the same. */
export async function freePorts(count: number): Promise<number[]> {
  const probes = await Promise.all(Array.from({ length: count }, () => new Promise<{ port: number; close: () => void }>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      resolve({ port: address.port, close: () => probe.close() });
    });
  })));
  for (const probe of probes) probe.close();
  return probes.map((probe) => probe.port);
}
