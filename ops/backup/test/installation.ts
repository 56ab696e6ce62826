// An installation for tests: its own PostgreSQL, which may be killed, filled and damaged.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '../../../db/test/support/database.ts';
import { startCluster } from '../../../db/tools/embedded.ts';
import { readDatabaseEnv } from '../../../db/tools/env.ts';
import { installationSecrets } from '../../../db/tools/secrets.ts';
import { foldersOf, readInstallationEnv, type Installation } from '../../installation.ts';
import { setUpBackup } from '../tasks.ts';

export interface TestInstallation {
  installation: Installation;
  db: TestDatabase;
  remove: () => Promise<void>;
}

/** What a test wants of its PostgreSQL. */
export interface Wanted {
  /** First port to try. */
  port?: number;
  /** More lines of postgresql.conf. */
  postgres?: readonly string[];
  /** Puts into the folders what must be there before PostgreSQL and the first backup are. */
  prepare?: (folders: Folders) => void;
  /** Takes it away, when PostgreSQL is stopped and before the folders are deleted. */
  tidy?: (folders: Folders) => void;
}

type Folders = ReturnType<typeof foldersOf>;
const nothing = (): void => undefined;

/** A database with the classic seed, whose log is archived. */
export async function testInstallation(
  settings: Record<string, string> = {},
  { port = 55_200, postgres = [], prepare = nothing, tidy = nothing }: Wanted = {},
): Promise<TestInstallation> {
  const home = mkdtempSync(join(tmpdir(), 'sodaily-home-'));
  chmodSync(home, 0o755);
  const folders = foldersOf(home);
  const { data: dataDir, backup } = folders;
  for (const folder of [dataDir, backup]) {
    mkdirSync(folder);
    chmodSync(folder, 0o755);
  }
  prepare(folders);
  const secrets = installationSecrets(dataDir);
  const wish = {
    dataDir,
    adminPassword: secrets.admin,
    port,
    binaries: readDatabaseEnv().POSTGRES_BINARIES,
    settings: ['max_connections = 100', 'shared_buffers = 64MB', ...postgres],
  };
  let cluster = await startCluster(wish);
  const where = { adminUrl: cluster.adminUrl, secrets };
  const db = await testDatabase({ where });
  const installation: Installation = {
    home,
    env: readInstallationEnv({ COPY_PORT: '55650', ...settings }),
    database: {
      DATABASE_NAME: db.name,
      DATA_DIR: dataDir,
      DEMO: true,
      POSTGRES_BINARIES: wish.binaries,
    },
    secrets,
    adminUrl: cluster.adminUrl,
    urls: db,
  };
  if (await setUpBackup(installation)) {
    cluster.stop();
    const known = Number(new URL(where.adminUrl).port);
    cluster = await startCluster({ ...wish, port: known, isPortFixed: true });
  }
  return {
    installation,
    db,
    remove: async () => {
      await db.close().catch(() => undefined);
      cluster.stop();
      tidy(folders);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
