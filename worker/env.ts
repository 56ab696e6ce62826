import { z } from 'zod';

const address = z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address');

const environment = z.object({
  WORKER_DATABASE_URL: address,
  WORKER_METRICS_PORT: z.coerce.number().int().min(0).max(65535).default(9465),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(4),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  SMTP_URL: z.string().optional(),
  RELEASE: z.string().min(1).default('dev'),
  DRAIN_MS: z.coerce.number().int().min(0).default(10_000),
});

export type WorkerEnv = Readonly<z.infer<typeof environment>>;

/** Reads the settings once; the error names every variable that is missing or wrong. */
export function parseEnv(source: Record<string, string | undefined>): WorkerEnv {
  const parsed = environment.safeParse(source);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not right.\n  ${problems.join('\n  ')}`);
}

export const readEnv = (): WorkerEnv => parseEnv(process.env);
