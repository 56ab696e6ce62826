// npm run keep -- --home=/srv/so-dai-ly
// Keeps an installation going: starts again what died, backs up and proves the backup each night,
// and tells Prometheus of backups, disks and the certificate. On a Debian machine systemd runs it:
// ops/keeper/so-dai-ly.service.
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { historyOf, type Kind } from '../backup/history.ts';
import { historyFileOf, makeBase, makeDump, proveBackup } from '../backup/tasks.ts';
import { homeOf, openInstallation, type Installation } from '../installation.ts';
import { listen } from '../../platform/listen.ts';
import { makeLog, type Log } from '../../platform/log.ts';
import { makeMetricsServer } from '../../platform/metrics_server.ts';
import { startCluster } from '../../db/tools/embedded.ts';
import { makeKeeperMetrics } from './metrics.ts';
import { dueNow } from './schedule.ts';
import { livesOf, revive } from './watch.ts';

const LOOK_MS = 2_000;
const NIGHT_MS = 60_000;

const { values } = parseArgs({ options: { home: { type: 'string' } } });
const installation = await openInstallation(homeOf(values.home));
const { env, secrets } = installation;
const log = makeLog({
  service: 'keeper',
  level: env.LOG_LEVEL,
  release: 'keeper',
  secrets: Object.values(secrets),
});
const metrics = makeKeeperMetrics(installation, () => livesOf(installation));
const server = makeMetricsServer(metrics.registry);
await listen(server, env.KEEPER_METRICS_PORT, '127.0.0.1');

let isDatabaseAway = false;
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort());

await Promise.all([
  again(LOOK_MS, () => look(installation, log)),
  again(NIGHT_MS, () => night(installation, log)),
]);
server.close();
server.closeAllConnections();
await metrics.close();

/** Does something again and again until the process is asked to stop; an error is told, no end. */
async function again(everyMs: number, work: () => Promise<void>): Promise<void> {
  while (!stopped.signal.aborted) {
    await work().catch((error: unknown) => log.error({ err: error }, 'not done, tried again'));
    await pause(everyMs, undefined, { signal: stopped.signal }).catch(() => undefined);
  }
}

async function look(on: Installation, said: Log): Promise<void> {
  await reviveDatabase(on);
  for (const name of await revive(on)) {
    metrics.restarts.inc({ name });
    said.warn({ name }, 'had ended and was started again');
  }
}

/**
 * The embedded PostgreSQL, when it was killed; another server is its administrator's. It comes back
 * on its port or not at all: on another one no server would find it.
 */
async function reviveDatabase({ database, secrets: known, adminUrl }: Installation): Promise<void> {
  if (database.DATABASE_URL !== undefined) return;
  const cluster = await startCluster({
    dataDir: database.DATA_DIR,
    adminPassword: known.admin,
    port: Number(new URL(adminUrl).port),
    isPortFixed: true,
    binaries: database.POSTGRES_BINARIES,
  }).catch((error: unknown) => {
    isDatabaseAway = true;
    throw error;
  });
  // one that took long to come back was begun by an earlier look
  if (cluster.wasRunning && !isDatabaseAway) return;
  isDatabaseAway = false;
  metrics.restarts.inc({ name: 'postgres' });
  log.warn({ name: 'postgres' }, 'had ended and was started again');
}

async function night(on: Installation, said: Log): Promise<void> {
  const work: Readonly<Record<Kind, () => Promise<unknown>>> = {
    base: () => makeBase(on),
    dump: () => makeDump(on),
    drill: () => proveBackup(on),
  };
  for (const kind of dueNow(historyOf(historyFileOf(on)), new Date())) {
    said.info({ kind }, 'begins');
    await work[kind]();
    said.info({ kind }, 'done');
  }
}
