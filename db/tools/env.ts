import { join, resolve } from 'node:path';
import { z } from 'zod';
import { passwordProblem } from '../../platform/database_password.ts';
import { tlsProblem } from '../../platform/database_tls.ts';
import { loadEnvFile } from '../../platform/env_file.ts';
import { flag, parseSettings, port, type Source } from '../../platform/settings.ts';

export const repositoryRoot = join(import.meta.dirname, '..', '..');

const schema = z.object({
  /** Superuser's URL of another server; without it the embedded PostgreSQL is used. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_NAME: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .default('sodaily'),
  /** Where the embedded PostgreSQL, its log and the generated secrets live. */
  DATA_DIR: z.string().min(1).default('.data'),
  /** Folder with initdb, pg_ctl and postgres to use instead of the embedded ones. */
  POSTGRES_BINARIES: z.string().min(1).optional(),
  EMBEDDED_PORT: port.min(1024).default(54329),
  /** Demo data and demo logins: on for the embedded database, off for another server. */
  DEMO: flag.optional(),
  DEMO_PASSWORD: z.string().min(8).default('daily-2026'),
});

const checked = schema.superRefine(({ DATABASE_URL, DEMO }, context) => {
  const problem =
    DEMO || DATABASE_URL === undefined
      ? undefined
      : (passwordProblem(DATABASE_URL) ?? tlsProblem(DATABASE_URL));
  if (problem) context.addIssue({ code: 'custom', path: ['DATABASE_URL'], message: problem });
});

export type DatabaseEnv = ReturnType<typeof readDatabaseEnv>;

/**
 * Settings of everything under db/tools, from the file .env too unless `source` is given. Error:
 * one sentence per variable that is wrong.
 */
export function readDatabaseEnv(source?: Source) {
  if (source === undefined) loadEnvFile(repositoryRoot);
  const { DATA_DIR, ...rest } = parseSettings(checked, Object.keys(schema.shape), source);
  const DEMO = rest.DEMO ?? rest.DATABASE_URL === undefined;
  return { ...rest, DATA_DIR: resolve(repositoryRoot, DATA_DIR), DEMO };
}
