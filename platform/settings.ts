// Settings of every process: read once from the environment, checked by a shape, told in sentences.
import { z } from 'zod';
import { withFiles } from './setting_files.ts';

export type Source = Readonly<Record<string, string | undefined>>;

/**
 * The settings that `shape` describes; `names` may come from files (NAME_FILE). `PORT=` in a .env
 * file means
 * "not set". The error names every variable that is missing or wrong, and holds no value.
 */
export function parseSettings<Shape extends z.ZodType>(
  shape: Shape,
  names: readonly string[],
  source: Source = process.env,
): z.output<Shape> {
  const given = Object.entries(withFiles(source, names)).filter(([, value]) => value !== '');
  const parsed = shape.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Wrong settings, see .env.example:\n  ${problems.join('\n  ')}`);
}

/**
 * Booleans of the environment are the words true and false, so a typing error is not taken for
 * true.
 */
export const flag = z.enum(['true', 'false']).transform((word) => word === 'true');

/** A TCP port; 0 lets the system choose. */
export const port = z.coerce.number().int().min(0).max(65535);

export const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address');

export const logLevel = z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']);
