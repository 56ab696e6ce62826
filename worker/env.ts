import { z } from 'zod';
import { passwordProblem } from '../platform/database_password.ts';
import { withFiles } from '../platform/setting_files.ts';

const address = z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address');

const environment = z.object({
  WORKER_DATABASE_URL: address,
  WORKER_METRICS_PORT: z.coerce.number().int().min(0).max(65535).default(9465),
  /** Jobs at once that people wait for, half as many others, and one heavy one. */
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(4),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  /** smtp://user:password@host:port or smtps://… */
  SMTP_URL: z.string().regex(/^smtps?:\/\//, 'must be an smtp:// or smtps:// address').optional(),
  MAIL_FROM: z.string().min(3).default('Sổ Đại Lý <so-dai-ly@localhost>'),
  /** Address of the page, for links in mails. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:3000'),
  /** Without a mail server: mails are files in MAIL_DIR in demo mode, errors elsewhere. */
  DEMO: z.enum(['true', 'false']).default('false').transform((word) => word === 'true'),
  MAIL_DIR: z.string().min(1).default('.data/mail'),
  RELEASE: z.string().min(1).default('dev'),
  DRAIN_MS: z.coerce.number().int().min(0).default(10_000),
});

const checked = environment.superRefine(({ DEMO, WORKER_DATABASE_URL }, context) => {
  const problem = DEMO ? undefined : passwordProblem(WORKER_DATABASE_URL);
  if (problem) context.addIssue({ code: 'custom', path: ['WORKER_DATABASE_URL'], message: problem });
});

export type WorkerEnv = Readonly<z.infer<typeof environment>>;

/**
 * Reads the settings once; the error names every variable that is missing or wrong. `SMTP_URL=` in
 * a .env file means "not set".
 */
export function parseEnv(source: Record<string, string | undefined>): WorkerEnv {
  const parsed = checked.safeParse(
    Object.fromEntries(Object.entries(source).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not right.\n  ${problems.join('\n  ')}`);
}

export const readEnv = (): WorkerEnv => parseEnv(withFiles(process.env, Object.keys(environment.shape)));
