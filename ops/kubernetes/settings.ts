// What pods are told that nobody else may read: a Secret each for server, worker, migration and
// PostgreSQL, made of the secrets and settings of an installation's folder.
import { databaseUrls } from '../../db/tools/prepare.ts';
import type { Secrets } from '../../db/tools/secrets.ts';
import type { InstallationEnv } from '../installation.ts';

export const DATABASE_NAME = 'sodaily';

/** Services of base/database.yaml: the primary, any replica, and the pooler before the primary. */
export const HOSTS = { primary: 'database-rw', replica: 'database-ro', pooler: 'pooler' } as const;

/** Where the certificate of the authority of CloudNativePG is mounted. */
export const CA_FILE = '/run/database/ca.crt';

export type SecretFiles = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Address of the superuser on one of the hosts. */
const adminAt = (host: string, secrets: Secrets): string =>
  `postgres://postgres:${secrets.admin}@${host}:5432/postgres`
  + `?sslmode=verify-full&sslrootcert=${CA_FILE}`;

/** Contents of Secrets, by their names. A setting that is not there is an empty file. */
export function secretFiles(secrets: Secrets, env: InstallationEnv): SecretFiles {
  const at = (host: string) => databaseUrls(adminAt(host, secrets), DATABASE_NAME, secrets);
  const [primary, replica, pooler] = [at(HOSTS.primary), at(HOSTS.replica), at(HOSTS.pooler)];
  return {
    server: {
      authenticator_database_url: pooler.authenticator,
      sign_in_database_url: pooler.signin,
      listen_database_url: primary.authenticator,
      jwt_secret: env.JWT_SECRET ?? secrets.jwt,
      second_factor_key: env.SECOND_FACTOR_KEY ?? secrets.secondFactor,
    },
    worker: {
      worker_database_url: primary.worker,
      report_database_url: replica.worker,
      smtp_url: env.SMTP_URL ?? '',
    },
    migration: {
      database_url: adminAt(HOSTS.primary, secrets),
      'secrets.json': JSON.stringify(secrets),
    },
    'database-superuser': { username: 'postgres', password: secrets.admin },
  };
}

/** As kubectl apply reads them; nothing of it is written to a disk. */
export function secretObjects(files: SecretFiles): string {
  const items = Object.entries(files).map(([name, stringData]) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    type: name === 'database-superuser' ? 'kubernetes.io/basic-auth' : 'Opaque',
    stringData,
  }));
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
