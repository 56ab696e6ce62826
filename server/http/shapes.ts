import { z } from 'zod';
import { dayProblem, FIRST_DAY, LAST_DAY } from '../../platform/dates.ts';
import { invalid, type Field } from './errors.ts';

/** Lines a document has at most, as `audit.refuse_too_many` says; a test compares them. */
export const MAX_LINES = 100;

/**
 * Checks the shape of a body or query; all that is wrong comes back at once, each with its path.
 */
export function parseBody<T extends z.ZodType>(shape: T, body: unknown): z.output<T> {
  // without the input in its issues zod 4 cannot tell a wrong type from nothing at all
  const parsed = shape.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.flatMap(asFields));
}

function asFields(issue: z.core.$ZodIssue): Field[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      reason: 'unknown_field',
    }));
  }
  return [{ path, reason: reasonOf(issue) }];
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message;
  if (issue.code === 'too_big') return issue.origin === 'array' ? 'too_many_lines' : 'too_large';
  if (issue.code === 'too_small') return issue.origin === 'string' ? 'required' : 'too_small';
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'required';
  return 'malformed';
}

/** How a shape is described to clients: as what comes in, or as what goes out. */
export const textOfJsonSchema = (shape: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io });
  return schema;
};

/** Lines of a document; what there is too much of is not looked at. */
export const lines = <T extends z.ZodType>(shape: T) =>
  z
    .array(z.unknown())
    .max(MAX_LINES)
    .pipe(z.array(shape))
    .meta({ minItems: 1, items: textOfJsonSchema(shape, 'input') });

/** Keys are opaque: whether one exists, and even what it looks like, is the database's affair. */
export const opaqueId = z
  .union([z.string().min(1).max(64), z.number().int().transform(String)])
  .meta({ description: 'Opaque key' });

const DECIMAL = /^-?\d{1,38}(\.\d{1,20})?$/;

/**
 * A decimal as text, or as a number that JSON carries exactly. Its size and sign are judged by the
 * rules; what is no decimal at all never reaches them.
 */
export const decimal = z
  .unknown()
  .transform((value, context) => {
    const text = typeof value === 'number' ? String(value) : value;
    if (value === undefined || value === null) return refuse(context, 'required');
    if (typeof value === 'number' && !isExact(value)) return refuse(context, 'too_large');
    if (typeof text !== 'string' || !DECIMAL.test(text)) return refuse(context, 'not_a_number');
    return text;
  })
  .meta({
    oneOf: [
      { type: 'string', pattern: DECIMAL.source },
      {
        type: 'number',
        minimum: Number.MIN_SAFE_INTEGER,
        maximum: Number.MAX_SAFE_INTEGER,
      },
    ],
    description: 'Decimal as text, or a number that is exact',
  });

const isExact = (value: number): boolean => Math.abs(value) <= Number.MAX_SAFE_INTEGER;

function refuse(context: z.core.$RefinementCtx, reason: string): never {
  context.addIssue({ code: 'custom', message: reason });
  return z.NEVER;
}

/** A calendar day; the database decides which days are allowed. */
export const isoDate = z
  .string()
  .transform((written, context) => {
    const problem = dayProblem(written);
    return problem ? refuse(context, problem) : written;
  })
  .meta({ format: 'date', description: `A day from ${FIRST_DAY} to ${LAST_DAY}` });

/** A whole number in an address: digits only, so neither `0x10` nor `1e1` nor nothing. */
const digits = (least: number, most: number, otherwise: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().int().min(least).max(most))
    .default(otherwise)
    .meta({ type: 'integer', minimum: least, maximum: most, pattern: undefined });

/** A parameter that is not known is told: a mistyped one would answer with something else. */
export const listQuery = z.strictObject({
  q: z.string().max(200).default(''),
  limit: digits(1, 100, 20),
  offset: digits(0, 1_000_000, 0),
});
