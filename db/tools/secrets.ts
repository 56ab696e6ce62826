import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const secret = z.string().min(32);
const schema = z.object({
  /** Superuser of the embedded PostgreSQL. */
  admin: secret,
  migrator: secret,
  authenticator: secret,
  worker: secret,
  metrics: secret,
  /** Key that signs access tokens. */
  jwt: secret,
});

export type Secrets = z.infer<typeof schema>;

/** Random secrets for every purpose. */
export function makeSecrets(): Secrets {
  const make = (): string => randomBytes(32).toString('base64url');
  return {
    admin: make(), migrator: make(), authenticator: make(), worker: make(), metrics: make(),
    jwt: make(),
  };
}

/** Secrets of this installation, made on first use and readable by their owner only. */
export function installationSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (!isMissing(error)) {
      throw new Error(`${file} cannot be read; restore it, or delete ${dataDir} to start anew.`, {
        cause: error,
      });
    }
  }
  const secrets = makeSecrets();
  mkdirSync(dataDir, { recursive: true });
  // written aside and renamed, so that a kill in between leaves no half file
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
