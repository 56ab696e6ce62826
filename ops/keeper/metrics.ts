// What the keeper tells Prometheus: backups, the archive of the log, disks, the certificate, and
// whether the processes of the installation live.
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statfsSync, type StatsFs } from 'node:fs';
import pg from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { historyOf, KINDS } from '../backup/history.ts';
import { historyFileOf } from '../backup/tasks.ts';
import { foldersOf, type Installation } from '../installation.ts';

type Archiver = { archived: number; failed: number; last: number | null };

const ARCHIVER = `select archived_count::float8 as archived, failed_count::float8 as failed,
  extract(epoch from last_archived_time)::float8 as last from pg_stat_archiver`;

export type KeeperMetrics = Readonly<{
  registry: Registry;
  /** Processes that were started again. */
  restarts: Counter<'name'>;
  close(): Promise<void>;
}>;

export function makeKeeperMetrics(
  installation: Installation,
  livesOf: () => Readonly<Record<string, boolean>>,
): KeeperMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const pool = new pg.Pool({
    connectionString: installation.urls.metrics,
    max: 1,
    // whoever does not answer is down, whatever the network says
    connectionTimeoutMillis: 3_000,
    query_timeout: 3_000,
  });
  pool.on('error', () => undefined);
  watchBackups(registry, installation);
  watchArchiver(registry, pool);
  watchMachine(registry, installation);
  new Gauge({
    name: 'process_up',
    help: 'Whether a process of the installation that is wanted lives',
    labelNames: ['name'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [name, lives] of Object.entries(livesOf())) this.set({ name }, lives ? 1 : 0);
    },
  });
  const restarts = new Counter({
    name: 'process_restarts_total',
    help: 'How often a process that had ended was started again',
    labelNames: ['name'],
    registers: [registry],
  });
  return { registry, restarts, close: () => pool.end() };
}

function watchBackups(registry: Registry, installation: Installation): void {
  const history = () => historyOf(historyFileOf(installation));
  const gauge = (name: string, help: string, set: (this: Gauge<'kind'>) => void) =>
    new Gauge({ name, help, labelNames: ['kind'], registers: [registry], collect: set });
  gauge('backup_last_success_timestamp_seconds', 'When one ended well last', function () {
    for (const kind of KINDS) {
      const good = history().findLast((entry) => entry.kind === kind && entry.isGood);
      this.set({ kind }, good ? new Date(good.at).getTime() / 1_000 : 0);
    }
  });
  gauge('backup_last_result', '1 when the last one ended well, 0 when it failed', function () {
    for (const kind of KINDS) {
      const last = history().findLast((entry) => entry.kind === kind);
      if (last) this.set({ kind }, last.isGood ? 1 : 0);
    }
  });
  gauge('backup_last_duration_seconds', 'How long the last one took', function () {
    for (const kind of KINDS) {
      const last = history().findLast((entry) => entry.kind === kind);
      if (last) this.set({ kind }, last.seconds);
    }
  });
  gauge('backup_last_size_bytes', 'How large the last one is', function () {
    for (const kind of KINDS) {
      const last = history().findLast((entry) => entry.kind === kind && entry.bytes !== undefined);
      if (last?.bytes !== undefined) this.set({ kind }, last.bytes);
    }
  });
  const ofDrill = (name: string, help: string, of: 'rtoSeconds' | 'rpoSeconds') =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const last = history().findLast((entry) => entry[of] !== undefined);
        this.set(last?.[of] ?? Number.NaN);
      },
    });
  ofDrill('restore_drill_rto_seconds', 'Until the last restored copy took writes', 'rtoSeconds');
  ofDrill('restore_drill_rpo_seconds', 'Newest work that it did not have', 'rpoSeconds');
}

function watchArchiver(registry: Registry, pool: pg.Pool): void {
  const ask = async (): Promise<Archiver | undefined> =>
    (await pool.query<Archiver>(ARCHIVER).catch(() => undefined))?.rows[0];
  const gauge = (name: string, help: string, of: keyof Archiver) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set((await ask())?.[of] ?? Number.NaN);
      },
    });
  new Gauge({
    name: 'database_up',
    help: '1 when PostgreSQL answers, 0 when it does not',
    registers: [registry],
    async collect() {
      this.set((await ask()) === undefined ? 0 : 1);
    },
  });
  gauge(
    'archive_files',
    'Files of the log that were archived since the statistics began',
    'archived',
  );
  gauge('archive_failures', 'Files that could not be archived, each try', 'failed');
  gauge('archive_last_success_timestamp_seconds', 'When a file was archived last', 'last');
}

function watchMachine(registry: Registry, { home, env, database }: Installation): void {
  const folders = { home, data: database.DATA_DIR, backup: foldersOf(home).backup };
  const disk = (name: string, help: string, of: (stats: StatsFs) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['folder'],
      registers: [registry],
      collect() {
        for (const [folder, path] of Object.entries(folders))
          if (existsSync(path)) this.set({ folder }, of(statfsSync(path)));
      },
    });
  disk(
    'disk_free_bytes',
    'Room that is left where a folder lies',
    (stats) => stats.bavail * stats.bsize,
  );
  disk('disk_size_bytes', 'Room in all where a folder lies', (stats) => stats.blocks * stats.bsize);
  new Gauge({
    name: 'certificate_end_timestamp_seconds',
    help: 'When the certificate of the page ends; without TLS not a number',
    registers: [registry],
    collect() {
      const file = env.TLS_CERTIFICATE;
      const end =
        file !== undefined && existsSync(file)
          ? Date.parse(new X509Certificate(readFileSync(file)).validTo) / 1_000
          : Number.NaN;
      this.set(end);
    },
  });
}
