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
  signin: secret,
  worker: secret,
  metrics: secret,
  /** Key that signs access tokens. */
  jwt: secret,
  /** Key that seals the secrets of authenticator apps. */
  secondFactor: secret,
});

export type Secrets = z.infer<typeof schema>;

/** Random secrets for every purpose. */
export function makeSecrets(): Secrets {
  const make = (): string => randomBytes(32).toString('base64url');
  return {
    admin: make(),
    migrator: make(),
    authenticator: make(),
    signin: make(),
    worker: make(),
    metrics: make(),
    jwt: make(),
    secondFactor: make(),
  };
}

/** Secrets of this installation, made on first use and readable by their owner only. */
export function installationSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  try {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const complete = schema.safeParse(stored);
    if (complete.success) return complete.data;
    // an installation of an earlier release gets what that did not know
    const secrets = schema.parse({
      ...pick(makeSecrets(), ADDED_LATER),
      ...z.looseObject({}).parse(stored),
    });
    writeSecrets(dataDir, file, secrets);
    return secrets;
  } catch (error) {
    if (!isMissing(error)) {
      throw new Error(`${file} cannot be read; restore it, or delete ${dataDir} to start anew.`, {
        cause: error,
      });
    }
  }
  const secrets = makeSecrets();
  writeSecrets(dataDir, file, secrets);
  return secrets;
}

/** Secrets that installations of earlier releases do not have. */
const ADDED_LATER = ['secondFactor', 'signin'] as const;

const pick = (secrets: Secrets, names: readonly (keyof Secrets)[]): Partial<Secrets> =>
  Object.fromEntries(names.map((name) => [name, secrets[name]]));

function writeSecrets(dataDir: string, file: string, secrets: Secrets): void {
  mkdirSync(dataDir, { recursive: true });
  // written aside and renamed, so that a kill in between leaves no half file
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
