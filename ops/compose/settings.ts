// What the containers of an installation are told: values for compose.yml, and a file for each
// secret, because whoever may look at a container sees its environment.
import { createHmac } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseUrls } from '../../db/tools/prepare.ts';
import type { Secrets } from '../../db/tools/secrets.ts';
import { foldersOf, type Installation, type InstallationEnv } from '../installation.ts';
import { grafanaFolders } from '../monitoring/grafana.ts';

type Settings = Readonly<Record<string, string>>;

/** Names inside the network of the containers; nobody else is in it, so it needs no TLS. */
const DATABASE = 'postgres://postgres@postgres:5432/postgres?sslmode=disable';

export const composeFolder = (home: string): string => join(home, 'compose');
export const secretsFolder = (home: string): string => join(home, 'secrets');

/** Values of compose.yml, but those of releases, which the deploy writes. */
export function composeSettings({
  home,
  env,
  database,
}: Pick<Installation, 'home' | 'env'> & {
  database: Pick<Installation['database'], 'DATABASE_NAME' | 'DEMO'>;
}): Settings {
  const { MAIL_FROM, PUBLIC_URL, TLS_PLAIN } = env;
  return {
    SODAILY_HOME: home,
    IMAGES: env.IMAGES,
    DATABASE_NAME: database.DATABASE_NAME,
    DEMO: String(database.DEMO),
    COOKIE_SECURE: String(env.TLS_CERTIFICATE !== undefined || !database.DEMO),
    LOG_LEVEL: env.LOG_LEVEL,
    LISTEN: env.LISTEN,
    POSTGRES_PORT: String(env.POSTGRES_PORT),
    BLUE_METRICS_PORT: String(env.BLUE_METRICS_PORT),
    GREEN_METRICS_PORT: String(env.GREEN_METRICS_PORT),
    WORKER_METRICS_PORT: String(env.WORKER_METRICS_PORT),
    ...(TLS_PLAIN === undefined ? {} : { TLS_PLAIN }),
    ...(MAIL_FROM === undefined ? {} : { MAIL_FROM }),
    ...(PUBLIC_URL === undefined ? {} : { PUBLIC_URL }),
  };
}

/** Lines of an env file of compose; in single quotes nothing has a meaning of its own. */
export const asEnvFile = (settings: Settings): string =>
  Object.entries(settings)
    .map(([name, value]) => {
      if (/['\n]/.test(value)) throw new Error(`${name} must not hold a quote: ${value}`);
      return `${name}='${value}'\n`;
    })
    .join('');

/** The secrets of compose.yml by name. A setting that is not there is an empty file. */
export function composeSecrets(secrets: Secrets, env: InstallationEnv, databaseName: string) {
  const urls = databaseUrls(DATABASE, databaseName, secrets);
  const contentOf = (file: string | undefined): string =>
    file === undefined ? '' : readFileSync(file, 'utf8');
  return {
    postgres_password: secrets.admin,
    authenticator_database_url: urls.authenticator,
    sign_in_database_url: urls.signin,
    worker_database_url: urls.worker,
    report_database_url: env.REPORT_DATABASE_URL ?? '',
    metrics_password: secrets.metrics,
    // made of one that is kept, so that there is no other to keep
    grafana_password: createHmac('sha256', secrets.admin).update('grafana').digest('base64url'),
    jwt_secret: env.JWT_SECRET ?? secrets.jwt,
    second_factor_key: env.SECOND_FACTOR_KEY ?? secrets.secondFactor,
    smtp_url: env.SMTP_URL ?? '',
    tls_certificate: contentOf(env.TLS_CERTIFICATE),
    tls_key: contentOf(env.TLS_KEY),
  };
}

/**
 * Writes the secrets. The folder keeps everybody out; the files are readable, because they are
 * mounted as they are and each container is another user.
 */
export function writeSecretFiles(home: string, files: Readonly<Record<string, string>>): void {
  const folder = secretsFolder(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    writeFileSync(file, content, { mode: 0o444 });
    chmodSync(file, 0o444);
  }
}

/** Folders that a container writes into, by the user that it is. */
export const ownersOf = (home: string): Readonly<Record<string, number>> => ({
  [foldersOf(home).run]: 1000,
  [join(home, 'postgres')]: 999,
  [foldersOf(home).monitoring]: 65_534,
  [join(foldersOf(home).monitoring, 'loki')]: 10_001,
  [grafanaFolders(home).data]: 472,
});
