// A PostgreSQL of one test's own, with durability on, made to be killed.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDatabaseEnv } from '../../tools/env.ts';
import { startCluster, type Cluster } from '../../tools/embedded.ts';
import { withClient } from '../../tools/prepare.ts';
import { makeSecrets } from '../../tools/secrets.ts';
import type { Where } from '../support/database.ts';

export interface MortalCluster {
  where: Where;
  /**
   * To be called once databases are made: a database cloned from a template remembers its sequences
   * as of the cloning only, until a checkpoint; a crash before it would hand out keys twice.
   */
  settle: () => Promise<void>;
  /** kill -9 of one backend that runs a statement: PostgreSQL throws everybody out and recovers. */
  killBackend: () => Promise<void>;
  /** kill -9 of the whole server, then a start like that of any morning. */
  killServer: () => Promise<void>;
  remove: () => void;
}

export async function mortalCluster(): Promise<MortalCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'sodaily-mortal-'));
  chmodSync(folder, 0o755);
  const secrets = makeSecrets();
  const start = (port: number, isPortFixed = false): Promise<Cluster> =>
    startCluster({
      dataDir: folder,
      adminPassword: secrets.admin,
      port,
      isPortFixed,
      binaries: readDatabaseEnv().POSTGRES_BINARIES,
      settings: ['max_connections = 60', "shared_buffers = '256MB'", 'restart_after_crash = on'],
    });
  let cluster = await start(55_800);
  const { adminUrl } = cluster;

  const pidsOf = (condition: string): Promise<number[]> =>
    withClient(adminUrl, async (client) =>
      (
        await client.query<{ pid: number }>(
          `select pid from pg_stat_activity where pid <> pg_backend_pid() and ${condition}
            order by pid`,
        )
      ).rows.map(({ pid }) => pid),
    );

  return {
    where: { adminUrl, secrets },
    settle: () =>
      withClient(adminUrl, async (client) => {
        await client.query('checkpoint');
      }),
    killBackend: async () => {
      const [victim] = await pidsOf("backend_type = 'client backend' and state = 'active'");
      if (victim !== undefined) process.kill(victim, 'SIGKILL');
    },
    killServer: async () => {
      const [postmaster] = await withClient(
        adminUrl,
        async (client) =>
          (
            await client.query<{ pid: string }>(
              "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid",
            )
          ).rows,
      );
      const everybody = [Number(postmaster?.pid), ...(await pidsOf('true'))];
      for (const pid of everybody) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // it left by itself meanwhile
        }
      }
      cluster = await start(Number(new URL(adminUrl).port), true);
    },
    remove: () => {
      cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
