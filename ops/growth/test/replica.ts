// A real replica of a PostgreSQL of this machine: copied with pg_basebackup, and streaming.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { clientProgram, connectionOf, run } from '../../backup/programs.ts';
import { startCluster, type Cluster } from '../../../db/tools/embedded.ts';
import { embeddedPlace } from '../../../db/tools/embedded_place.ts';
import { readDatabaseEnv } from '../../../db/tools/env.ts';
import { withClient } from '../../../db/tools/prepare.ts';

export type Replica = Readonly<{
  /** The same address on the replica. */
  at(url: string): string;
  /** Takes in what comes, and shows nothing of it until it goes on. */
  pause(): Promise<void>;
  goOn(): Promise<void>;
  /** Stops it; start() has it again on the same port. */
  stop(): void;
  start(): Promise<void>;
  /** It goes its own way from here on. */
  promote(): Promise<void>;
  remove(): void;
}>;

/** Port outside of those that the kernel gives to connections. */
const PORT = 25_400;

export async function makeReplica(adminUrl: string, adminPassword: string): Promise<Replica> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sodaily-replica-'));
  chmodSync(dataDir, 0o755);
  const binaries = readDatabaseEnv().POSTGRES_BINARIES;
  const place = embeddedPlace({ dataDir, binaries });
  mkdirSync(dirname(place.data), { recursive: true });
  await run(
    clientProgram(15, 'pg_basebackup'),
    [
      `--pgdata=${place.data}`,
      '--wal-method=stream',
      '--checkpoint=fast',
      // says in the copy whose replica it is
      '--write-recovery-conf',
      '--no-password',
    ],
    connectionOf(adminUrl),
  );
  chmodSync(place.data, 0o700);
  if (place.runAs) await run('chown', ['-R', `${place.runAs.uid}:${place.runAs.gid}`, place.data]);
  let port = PORT;
  let cluster: Cluster;
  async function start(isPortFixed = false): Promise<void> {
    cluster = await startCluster({ dataDir, adminPassword, port, isPortFixed, binaries });
    port = Number(new URL(cluster.adminUrl).port);
  }
  await start();
  const ask = (text: string): Promise<unknown> =>
    withClient(cluster.adminUrl, (client) => client.query(text));
  return {
    at(url) {
      const there = new URL(url);
      there.port = String(port);
      return there.href;
    },
    async pause() {
      await ask('select pg_wal_replay_pause()');
    },
    async goOn() {
      await ask('select pg_wal_replay_resume()');
    },
    stop: () => cluster.stop(),
    start: () => start(true),
    async promote() {
      await ask('select pg_promote(wait => true)');
    },
    remove() {
      cluster.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
