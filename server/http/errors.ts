import { catalogue, isOwnClass } from '../../platform/catalogue.ts';

export type Details = Readonly<Record<string, unknown>>;
export type Field = Readonly<{ path: string; reason: string; value?: string }>;

/** An answer that is no: a code of the catalogue, its figures, and its HTTP status. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: Details;
  readonly status: number;
  /** Raised by a rule of the database, so it belongs into the record of refusals. */
  readonly byRule: boolean;

  constructor(
    code: string,
    details: Details = {},
    options: {
      status?: number;
      cause?: unknown;
      byRule?: boolean;
      text?: string;
    } = {},
  ) {
    const entry = catalogue.entry(code) ?? catalogue.entry('INTERNAL');
    super(options.text ?? fill(entry?.en ?? code, details), { cause: options.cause });
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
    this.status = options.status ?? entry?.status ?? 500;
    this.byRule = options.byRule ?? false;
  }
}

const MAX_FIELDS = 50;
const MAX_LETTERS = 200;
const shortened = (text: string): string =>
  text.length > MAX_LETTERS ? `${text.slice(0, MAX_LETTERS - 1)}…` : text;

/** What was wrong, told back so that people find it; whoever sent a book is not sent it back. */
export const invalid = (fields: readonly Field[], status = 400): Refusal =>
  new Refusal(
    'VALIDATION_ERROR',
    {
      fields: fields.slice(0, MAX_FIELDS).map(({ path, reason, value }) => ({
        path: shortened(path),
        reason,
        ...(value === undefined ? {} : { value: shortened(value) }),
      })),
    },
    { status },
  );

/** Puts the figures into a sentence of the catalogue: `{short_by}` becomes its number. */
function fill(sentence: string, details: Details): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const debt = name.endsWith(IN_WORDS) ? details[name.slice(0, -IN_WORDS.length)] : undefined;
    if (debt !== undefined) return debtInWords(String(debt));
    return details[name] === undefined ? whole : readable(String(details[name]));
  });
}

const IN_WORDS = '_in_words';

/**
 * `{current_debt_in_words}`: what is owed, or the credit below nothing, never a debt below nothing.
 */
const debtInWords = (debt: string): string =>
  debt.startsWith('-') ? `has a credit of ₫${readable(debt.slice(1))}` : `owes ₫${readable(debt)}`;

const grouped = new Intl.NumberFormat('en');

/** 11283820 is read as 11,283,820; the details keep the bare figure for machines. */
const readable = (figure: string): string =>
  /^-?\d{4,}$/.test(figure) ? grouped.format(BigInt(figure)) : figure;

type DatabaseError = Error & { code: string; detail?: string; constraint?: string };

const isDatabaseError = (error: unknown): error is DatabaseError =>
  error instanceof Error && typeof (error as Partial<DatabaseError>).code === 'string';

/**
 * PostgreSQL (15, multixact.c) meets a row whose other updater has just aborted and is not off its
 * list of
 * running transactions yet: an internal error once in some 100,000 commands, with nothing written.
 */
const isAbortInBetween = ({ code, message }: DatabaseError): boolean =>
  code === 'XX000' && message.startsWith('new multixact has more than one updating member');

/** Deadlock, serialization failure: the same statement may succeed when it is sent again. */
export const isWorthRetrying = (error: unknown): boolean =>
  isDatabaseError(error)
  && (error.code === '40001' || error.code === '40P01' || isAbortInBetween(error));

const BUSY = new Set([
  '40001',
  '40P01',
  '53400',
  '55P03',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '53100',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
]);
/** How messages of pg begin whose connection is gone; they have no code. */
const LOST_CONNECTION = [
  'Connection terminated',
  'Query read timeout',
  'timeout exceeded when trying to connect',
  'Client has encountered',
];

/**
 * What the client is told of any error. SQL text never passes but that of a rule: only our own
 * SQLSTATE class carries its details, whatever else is known gets a bare code, and the rest is
 * INTERNAL with its cause kept for the log.
 */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (!isDatabaseError(error)) {
    const isLost =
      error instanceof Error && LOST_CONNECTION.some((begin) => error.message.startsWith(begin));
    return new Refusal(isLost ? 'BUSY' : 'INTERNAL', {}, { cause: error });
  }
  const own = catalogue.codeOf(error.code);
  if (own) return new Refusal(own, parseDetail(error.detail), { cause: error, byRule: true });
  if (isOwnClass(error.code)) return unknownRule(error);
  if (BUSY.has(error.code) || error.code.startsWith('08') || isAbortInBetween(error))
    return new Refusal('BUSY', {}, { cause: error });
  if (error.code === '42501') return new Refusal('PERMISSION_DENIED', {}, { cause: error });
  if (/^2[23]...$/.test(error.code)) return malformed(error);
  return new Refusal('INTERNAL', {}, { cause: error });
}

const LONGEST_TEXT = 500;

/**
 * A rule that is newer than the catalogue speaks for itself, in the words that it was written with.
 */
function unknownRule(error: DatabaseError): Refusal {
  return new Refusal(error.code, parseDetail(error.detail), {
    status: 409,
    text: error.message.slice(0, LONGEST_TEXT),
    cause: error,
    byRule: true,
  });
}

/** Constraint names are sentences about business rules, so they may be told; values may not. */
function malformed(error: DatabaseError): Refusal {
  const reason = error.code.startsWith('23') ? (error.constraint ?? 'constraint') : 'malformed';
  return new Refusal('VALIDATION_ERROR', { fields: [{ path: '', reason }] }, { cause: error });
}

function parseDetail(detail: string | undefined): Details {
  try {
    const parsed: unknown = JSON.parse(detail ?? '{}');
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
