// One throw-away PostgreSQL for a whole test run, shared by the projects that need one. Durability
// is off: the machine may lose it, nobody would miss it.
import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startCluster, type Cluster } from '../../tools/embedded.ts';
import { readDatabaseEnv } from '../../tools/env.ts';
import { makeSecrets, type Secrets } from '../../tools/secrets.ts';
import type { KeyType } from '../../tools/migrate_settings.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: { adminUrl: string; secrets: Secrets };
    keyType: KeyType;
  }
}

interface SharedCluster {
  users: number;
  folder: string;
  secrets: Secrets;
  started: Promise<Cluster>;
}

// every project imports its own copy of this file; the process is what they have in common
const shared = globalThis as typeof globalThis & { sodailyTestCluster?: SharedCluster };

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.sodailyTestCluster ??= launch();
  const mine = shared.sodailyTestCluster;
  mine.users += 1;
  const cluster = await mine.started;
  project.provide('cluster', { adminUrl: cluster.adminUrl, secrets: mine.secrets });
  return async () => {
    mine.users -= 1;
    if (mine.users > 0) return;
    delete shared.sodailyTestCluster;
    cluster.stop();
    rmSync(mine.folder, { recursive: true, force: true });
  };
}

function launch(): SharedCluster {
  const folder = mkdtempSync(join(tmpdir(), 'sodaily-test-'));
  chmodSync(folder, 0o755);
  const secrets = makeSecrets();
  const started = startCluster({
    dataDir: folder,
    adminPassword: secrets.admin,
    port: 55_400,
    // npm run test:newest sets it
    binaries: readDatabaseEnv(process.env).POSTGRES_BINARIES,
    settings: [
      'fsync = off',
      'synchronous_commit = off',
      'full_page_writes = off',
      'max_connections = 300',
    ],
  });
  return { users: 0, folder, secrets, started };
}
