import { startCluster } from '../../db/tools/embedded.ts';
import type { Installation } from '../installation.ts';
import { monitoringPrograms } from '../monitoring/programs.ts';
import { composeWords, docker } from '../compose/docker.ts';
import { askAt } from './ask.ts';
import { stopGateway } from './gateway.ts';
import { end } from './processes.ts';
import { STOP_PATIENCE_MS, WORKER } from './programs.ts';
import { COLOURS } from './release.ts';

/**
 * Stops all of an installation: first nobody asks, then nobody answers, at last its PostgreSQL when
 * it is the embedded one. Error: the keeper runs, and would bring all of it back.
 */
export async function stopAll(installation: Installation): Promise<void> {
  const { home, env, database, secrets, adminUrl } = installation;
  const keeper = askAt({ host: '127.0.0.1', port: env.KEEPER_METRICS_PORT });
  const keeps = await keeper('/metrics').then(
    () => true,
    () => false,
  );
  if (keeps) throw new Error('Stop the keeper first: systemctl stop so-dai-ly');
  if (env.DEPLOY_DRIVER === 'compose') {
    docker(...composeWords(home), '--profile=*', 'stop');
    return;
  }
  stopGateway(installation);
  const names = [...COLOURS, WORKER, ...monitoringPrograms(installation).map(({ name }) => name)];
  await Promise.all(names.map((name) => end(home, name, STOP_PATIENCE_MS)));
  if (database.DATABASE_URL !== undefined) return;
  const cluster = await startCluster({
    dataDir: database.DATA_DIR,
    adminPassword: secrets.admin,
    port: Number(new URL(adminUrl).port),
    binaries: database.POSTGRES_BINARIES,
  });
  cluster.stop();
}
