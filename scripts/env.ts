import { z } from 'zod';
import { withFiles } from '../platform/setting_files.ts';

const schema = z.object({
  /** Address of the page. */
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Key that signs access tokens; without it the installation's own is used. */
  JWT_SECRET: z.string().min(32).optional(),
  /** Key that seals the secrets of authenticator apps; without it the installation's own is used. */
  SECOND_FACTOR_KEY: z.string().min(32).optional(),
  /** Cookies over TLS only; without it: everywhere but in demo mode. */
  COOKIE_SECURE: z.enum(['true', 'false']).optional(),
  /** Address of the page as people reach it, for links in mails; without it localhost. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('warn'),
});

export type StartEnv = z.infer<typeof schema>;

/** Settings of `npm start` itself; server, worker and db/tools parse their own. */
export function readStartEnv(source: NodeJS.ProcessEnv = process.env): StartEnv {
  const parsed = schema.safeParse(
    Object.fromEntries(Object.entries(withFiles(source, Object.keys(schema.shape))).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  throw new Error(`Wrong settings, see .env.example:\n  ${problems.join('\n  ')}`);
}
