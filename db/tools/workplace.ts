// The database that a command of this repository works on: another server (DATABASE_URL) or the
// embedded one, started when it is not running and left as it was found.
import { setTimeout as pause } from 'node:timers/promises';
import { readDatabaseEnv, type DatabaseEnv } from './env.ts';
import { startCluster } from './embedded.ts';
import { databaseUrls, type DatabaseUrls } from './prepare.ts';
import { installationSecrets, type Secrets } from './secrets.ts';

/**
 * graphile-migrate keeps an idle connection for 200 ms after its work, and ends the whole process
 * when that connection breaks.
 */
const migratePoolKeepalive = 400;

export interface Workplace {
  env: DatabaseEnv;
  secrets: Secrets;
  /** Superuser's URL of the maintenance database. */
  adminUrl: string;
  /** URLs of the business database; it need not exist yet. */
  urls: DatabaseUrls;
  /** Stops the embedded cluster, unless somebody else had started it. */
  leave(): Promise<void>;
  /** Stops the embedded cluster whoever started it. */
  shutDown(): void;
}

export async function openWorkplace(): Promise<Workplace> {
  const env = readDatabaseEnv();
  const secrets = installationSecrets(env.DATA_DIR);
  if (env.DATABASE_URL !== undefined) {
    const nothing = (): void => undefined;
    return {
      env,
      secrets,
      adminUrl: env.DATABASE_URL,
      leave: async () => nothing(),
      shutDown: nothing,
      urls: databaseUrls(env.DATABASE_URL, env.DATABASE_NAME, secrets),
    };
  }
  const cluster = await startCluster({
    dataDir: env.DATA_DIR,
    adminPassword: secrets.admin,
    port: env.EMBEDDED_PORT,
    binaries: env.POSTGRES_BINARIES,
  });
  return {
    env,
    secrets,
    adminUrl: cluster.adminUrl,
    urls: databaseUrls(cluster.adminUrl, env.DATABASE_NAME, secrets),
    leave: async () => {
      if (cluster.wasRunning) return;
      await pause(migratePoolKeepalive);
      cluster.stop();
    },
    shutDown: () => cluster.stop(),
  };
}
