import { join, resolve } from 'node:path';
import { z } from 'zod';
import { passwordProblem } from '../../platform/database_password.ts';
import { withFiles } from '../../platform/setting_files.ts';

export const repositoryRoot = join(import.meta.dirname, '..', '..');

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

const schema = z.object({
  /** Superuser's URL of another server; without it the embedded PostgreSQL is used. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_NAME: z.string().regex(/^[a-z][a-z0-9_]*$/).default('sodaily'),
  /** Where the embedded PostgreSQL, its log and the generated secrets live. */
  DATA_DIR: z.string().min(1).default('.data'),
  /** Folder with initdb, pg_ctl and postgres to use instead of the embedded ones. */
  POSTGRES_BINARIES: z.string().min(1).optional(),
  EMBEDDED_PORT: z.coerce.number().int().min(1024).max(65535).default(54329),
  /** Demo data and demo logins: on for the embedded database, off for another server. */
  DEMO: flag.optional(),
  DEMO_PASSWORD: z.string().min(8).default('daily-2026'),
});

export type DatabaseEnv = ReturnType<typeof readDatabaseEnv>;

/** Settings of everything under db/tools, with one sentence per variable that is wrong. */
export function readDatabaseEnv(source: NodeJS.ProcessEnv = process.env) {
  const parsed = schema.safeParse(withoutEmpty(withFiles(source, Object.keys(schema.shape))));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
    throw new Error(`Wrong settings, see .env.example:\n  ${problems.join('\n  ')}`);
  }
  const { DATA_DIR, ...rest } = parsed.data;
  const DEMO = rest.DEMO ?? rest.DATABASE_URL === undefined;
  const problem = DEMO || rest.DATABASE_URL === undefined ? undefined : passwordProblem(rest.DATABASE_URL);
  if (problem) throw new Error(`Wrong settings, see .env.example:\n  DATABASE_URL: ${problem}`);
  return { ...rest, DATA_DIR: resolve(repositoryRoot, DATA_DIR), DEMO };
}

/** `PORT=` in a .env file means "not set". */
function withoutEmpty(source: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
}
