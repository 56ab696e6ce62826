// An installation: a folder with settings, data, releases, logs and backups of one running system.
// Deploying, backup and monitoring work on it; npm start knows nothing of it.
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { DatabaseEnv } from '../db/tools/env.ts';
import type { DatabaseUrls } from '../db/tools/prepare.ts';
import type { Secrets } from '../db/tools/secrets.ts';
import { openWorkplace } from '../db/tools/workplace.ts';
import { logLevel, parseSettings, port, postgresUrl, type Source } from '../platform/settings.ts';

const schema = z.object({
  /** Where nginx listens: a port, or an address with a port. */
  LISTEN: z.string().min(1).default('127.0.0.1:8080'),
  /** With a certificate nginx speaks TLS; TLS_PLAIN is where plain http is heard and sent there. */
  TLS_CERTIFICATE: z.string().min(1).optional(),
  TLS_KEY: z.string().min(1).optional(),
  TLS_HOST: z.string().min(1).optional(),
  TLS_PLAIN: z.string().min(1).optional(),
  /** Address of the page as people reach it, for links in mails. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMTP_URL: z.string().min(1).optional(),
  MAIL_FROM: z.string().min(3).optional(),
  /** Host and port of a pooler by which servers ask PostgreSQL; the rest goes past it. */
  POOLER: z
    .string()
    .regex(/^[\w.-]+:\d+$/, 'is a host and a port, such as 127.0.0.1:6432')
    .optional(),
  /** Address of a replica with the login sodaily_worker, by which files are read. */
  REPORT_DATABASE_URL: postgresUrl.optional(),
  LOG_LEVEL: logLevel.default('info'),
  /** Ports of the figures for Prometheus, on this machine only. */
  BLUE_METRICS_PORT: port.min(1).default(9464),
  GREEN_METRICS_PORT: port.min(1).default(9466),
  WORKER_METRICS_PORT: port.min(1).default(9465),
  KEEPER_METRICS_PORT: port.min(1).default(9467),
  /** Keys; without them those that the installation made for itself. */
  JWT_SECRET: z.string().min(32).optional(),
  SECOND_FACTOR_KEY: z.string().min(32).optional(),
  /** How long a new release is watched before the old one is let go. */
  WATCH_SECONDS: z.coerce.number().min(1).max(3_600).default(60),
  /** How long a migration may take, on the copy and for real. */
  MIGRATE_SECONDS: z.coerce.number().min(1).max(86_400).default(600),
  /** File that holds the address of an incoming webhook of Slack; without it nobody is told. */
  SLACK_WEBHOOK_FILE: z.string().min(1).optional(),
  /** Plain files in the folder backup, or WAL-G, which keeps them elsewhere. */
  ARCHIVE_DRIVER: z.enum(['files', 'walg']).default('files'),
  /** How many base backups are kept, with all that follows them. */
  KEEP_BASES: z.coerce.number().int().min(1).max(100).default(7),
  /** What runs servers, worker and nginx: processes of this machine, or containers. */
  DEPLOY_DRIVER: z.enum(['processes', 'compose']).default('processes'),
  /** Where images of containers come from: a registry with a path, or those of this machine. */
  IMAGES: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._/:-]*$/)
    .default('so-dai-ly'),
  /** In Kubernetes: the bucket of backups, s3://name/folder, and the address of who keeps it. */
  BACKUP_URL: z
    .string()
    .regex(/^s3:\/\/[\w.-]+/, 'is a bucket, such as s3://backups/so-dai-ly')
    .optional(),
  BACKUP_ENDPOINT: z.url({ protocol: /^https$/ }).optional(),
  /** Port of the PostgreSQL in its container, on this machine only. */
  POSTGRES_PORT: port.min(1024).default(54_300),
  /** First port that a restored copy tries. */
  COPY_PORT: port.min(1024).default(55_600),
});

export type InstallationEnv = Readonly<z.infer<typeof schema>>;

export const readInstallationEnv = (source?: Source): InstallationEnv =>
  parseSettings(schema, Object.keys(schema.shape), source);

export type Installation = Readonly<{
  home: string;
  env: InstallationEnv;
  database: Pick<
    DatabaseEnv,
    'DATABASE_URL' | 'DATABASE_NAME' | 'DATA_DIR' | 'DEMO' | 'POSTGRES_BINARIES'
  >;
  secrets: Secrets;
  /** Superuser's address of the database `postgres`. */
  adminUrl: string;
  urls: DatabaseUrls;
}>;

/** Folders of an installation by what they hold. */
export const foldersOf = (home: string) =>
  ({
    data: join(home, 'data'),
    releases: join(home, 'releases'),
    run: join(home, 'run'),
    /** Link to the release that is live. */
    current: join(home, 'current'),
    log: join(home, 'log'),
    nginx: join(home, 'nginx'),
    web: join(home, 'web'),
    backup: join(home, 'backup'),
    monitoring: join(home, 'monitoring'),
  }) as const;

/**
 * Opens the installation of a folder: its settings (settings.env, what the environment says counts
 * more), its database, started when it is the embedded one and does not run.
 */
export async function openInstallation(folder: string): Promise<Installation> {
  const home = resolve(folder);
  const { current: _link, ...folders } = foldersOf(home);
  for (const path of Object.values(folders)) mkdirSync(path, { recursive: true });
  // PostgreSQL and the workers of nginx are other users: they pass, and enter what is theirs
  for (const path of [home, folders.run, folders.nginx, folders.web]) chmodSync(path, 0o755);
  const settings = join(home, 'settings.env');
  if (existsSync(settings)) process.loadEnvFile(settings);
  process.env['DATA_DIR'] ??= folders.data;
  // npm start shows a demo unless it is told otherwise; an installation is for real
  process.env['DEMO'] ??= 'false';
  const env = readInstallationEnv();
  const { env: database, secrets, adminUrl, urls } = await openWorkplace();
  return { home, env, database, secrets, adminUrl, urls };
}

/** While this file exists, people read that the system is being maintained. */
export const maintenanceFile = ({ home, env }: Pick<Installation, 'home' | 'env'>): string =>
  // the container of nginx sees its own folder only
  join(env.DEPLOY_DRIVER === 'compose' ? foldersOf(home).nginx : home, 'maintenance');

/** Which installation a command works on: `--home=/srv/so-dai-ly`, or SODAILY_HOME. */
export function homeOf(given: string | undefined): string {
  const home = given ?? process.env['SODAILY_HOME'];
  if (home === undefined || home === '')
    throw new Error('Say which installation: --home=/srv/so-dai-ly, or SODAILY_HOME.');
  return home;
}
