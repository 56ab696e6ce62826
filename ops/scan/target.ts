// The production configuration, on a database of its own: real processes, TLS cookies, trusted
// documents. A second process differs in one thing, it takes any document: rights must hold without
// the shield in front of them. A third is the twin of the first, and nginx stands before the two.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { watch } from 'graphile-migrate';
import pg from 'pg';
import { freePorts } from '../../db/test/support/free_ports.ts';
import { startCluster, type Cluster } from '../../db/tools/embedded.ts';
import { readDatabaseEnv } from '../../db/tools/env.ts';
import { migrateSettings } from '../../db/tools/migrate_settings.ts';
import { databaseUrls, prepareDatabase, type DatabaseUrls } from '../../db/tools/prepare.ts';
import { makeSecrets, type Secrets } from '../../db/tools/secrets.ts';
import { seedDemo } from '../../db/tools/seed.ts';
import { buildChangedWeb } from '../../scripts/build_web.ts';
import { startChild, stopChildren, type Child } from '../../scripts/children.ts';
import { startNginx, type Nginx } from '../nginx/run.ts';

export const PASSWORD = 'mot-cau-khong-ai-doan-ra';
const NAME = 'scan';

export type Target = Readonly<{
  url: string;
  freeUrl: string;
  /** nginx before two servers, where addresses are those of connections. */
  gatewayUrl: string;
  /** Addresses of the database by login, as if their passwords were stolen. */
  logins: Readonly<Record<'authenticator' | 'worker' | 'metrics', string>>;
  jwtKey: string;
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** What the largest of the servers holds now; 0 where the system does not tell. */
  residentMegabytes(): number;
  close(): Promise<void>;
}>;

export async function openTarget(): Promise<Target> {
  buildChangedWeb();
  const folder = mkdtempSync(join(tmpdir(), 'sodaily-scan-'));
  chmodSync(folder, 0o755);
  const secrets = makeSecrets();
  const cluster = await startCluster({
    dataDir: folder,
    adminPassword: secrets.admin,
    port: 56_400,
    binaries: readDatabaseEnv().POSTGRES_BINARIES,
    settings: ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off'],
  });
  const children: Child[] = [];
  const pools: pg.Pool[] = [];
  let nginx: Nginx | undefined;
  const close = async (): Promise<void> => {
    await nginx?.stop();
    await stopChildren(children);
    await Promise.all(pools.map((pool) => pool.end()));
    // graphile-migrate keeps an idle connection for a moment, and ends the process when it breaks
    await pause(500);
    cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const dba = await fill(cluster, secrets, pools);
    const urls = databaseUrls(cluster.adminUrl, NAME, secrets);
    const ports = await freePorts(7);
    const [port = 0, freePort = 0, twinPort = 0, gatewayPort = 0, ...metrics] = ports;
    for (const [nth, [at, isTrustedOnly]] of (
      [
        [port, 'true'],
        [freePort, 'false'],
        [twinPort, 'true'],
      ] as const
    ).entries()) {
      const given = settings(urls, secrets, at, metrics[nth] ?? 0, isTrustedOnly);
      children.push(await startServer(given));
    }
    nginx = await startNginx(gatewayPort, [`127.0.0.1:${port}`, `127.0.0.1:${twinPort}`]);
    return {
      url: `http://127.0.0.1:${port}`,
      freeUrl: `http://127.0.0.1:${freePort}`,
      gatewayUrl: nginx.url,
      logins: urls,
      residentMegabytes: () => Math.max(...children.map(residentMegabytesOf)),
      jwtKey: secrets.jwt,
      close,
      query: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
        (await dba.query<Row>(text, values)).rows,
    };
  } catch (error) {
    // a cluster is a daemon: it would outlive us
    await close();
    throw error;
  }
}

/** As Linux tells it; other systems run the scan, too, without this figure. */
function residentMegabytesOf({ process: { pid } }: Child): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** It logs as in production, for that can be attacked too; only what went wrong is shown. */
async function startServer(given: Record<string, string>): Promise<Child> {
  const child = await startChild('server', given, 'pipe');
  const { stdout } = child.process;
  if (stdout) {
    createInterface({ input: stdout }).on('line', (line) => {
      if (/^\{"level":"(?:error|fatal)"/.test(line)) console.log(line);
    });
  }
  return child;
}

/** Migrations, the open one too, the classic seed, and a pool that sees every row. */
async function fill({ adminUrl }: Cluster, secrets: Secrets, pools: pg.Pool[]): Promise<pg.Pool> {
  const urls = await prepareDatabase(adminUrl, NAME, secrets);
  await watch(migrateSettings({ migratorUrl: urls.migrator, adminUrl }), true);
  await seedDemo(urls.migrator, PASSWORD, 'classic');
  const dba = new pg.Pool({ connectionString: urls.migrator, options: '-c role=none', max: 2 });
  pools.push(dba);
  // as a fresh installation has it; the seed switches it off for tests of other things
  await dba.query(`update auth.role set is_second_factor_required = true where code = 'admin'`);
  return dba;
}

const settings = (
  urls: DatabaseUrls,
  secrets: Secrets,
  port: number,
  metrics: number,
  isTrustedOnly: 'true' | 'false',
): Record<string, string> => ({
  AUTHENTICATOR_DATABASE_URL: urls.authenticator,
  SIGN_IN_DATABASE_URL: urls.signin,
  JWT_SECRET: secrets.jwt,
  SECOND_FACTOR_KEY: secrets.secondFactor,
  PORT: String(port),
  METRICS_PORT: String(metrics),
  HOST: '127.0.0.1',
  RELEASE: 'scan',
  WEB_DIST: 'web/dist',
  NODE_ENV: 'production',
  DEMO: 'false',
  COOKIE_SECURE: 'true',
  TRUSTED_DOCUMENTS: isTrustedOnly,
  LOG_LEVEL: 'info',
  REQUESTS_PER_USER: '10',
});
