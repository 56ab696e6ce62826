/**
 * A day as a person types it: 2911, 291126, 29112026, 29/11, 29/11/2026, h (today), -1 (yesterday).
 * Days are "2026-11-29" and never become a local Date, which would shift with the time zone.
 */

export type DateProblem =
  'letters' | 'tooManyDigits' | 'unfinished' | 'noSuchDay' | 'tooEarly' | 'tooLate';

interface DateBounds {
  today: string;
  /** First and last day that make sense; what is allowed, the server decides. */
  min?: string | undefined;
  max?: string | undefined;
}

/** The day that was meant, "" when there is none, and why not. */
interface TypedDate {
  day: string;
  problem: DateProblem | null;
}

const LENGTH = 86_400_000;
const isoOf = (moment: number) => new Date(moment).toISOString().slice(0, 10);
const momentOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day: string, count: number) => isoOf(momentOf(day) + count * LENGTH);

/** How many days lie between two; negative when the second is the earlier one. */
export const daysBetween = (from: string, to: string) =>
  Math.round((momentOf(to) - momentOf(from)) / LENGTH);

/** A day of the calendar, in a year that books can be of. */
export const isDay = (text: string) =>
  /^20\d\d-\d\d-\d\d$/.test(text)
  && !Number.isNaN(momentOf(text))
  && isoOf(momentOf(text)) === text;

/** 2026-11-29 → 29/11/2026, as it is typed in either language; "" when it is no day. */
export function dateToType(day: string) {
  return isDay(day) ? day.split('-').toReversed().join('/') : '';
}

export function readTypedDate(text: string, { today, min, max }: DateBounds): TypedDate {
  const typed = text.trim();
  const problem = (what: DateProblem): TypedDate => ({ day: '', problem: what });
  if (typed === '') return { day: '', problem: null };
  if (typed.toLowerCase() !== 'h' && /\p{L}/u.test(typed)) return problem('letters');
  if (typed.replace(/\D/g, '').length > 8) return problem('tooManyDigits');
  const meant = meantBy(typed, { today, min, max });
  if (meant === null) return problem('unfinished');
  if (!isDay(meant)) return problem('noSuchDay');
  if (min && meant < min) return problem('tooEarly');
  if (max && meant > max) return problem('tooLate');
  return { day: meant, problem: null };
}

/** What the signs say, whether there is such a day or not; null when they say nothing yet. */
function meantBy(typed: string, bounds: DateBounds) {
  if (typed.toLowerCase() === 'h') return bounds.today;
  if (/^-\d{1,3}$/.test(typed)) return addDays(bounds.today, Number(typed));
  if (/^\d{4}-\d\d-\d\d$/.test(typed)) return typed;
  const parts =
    /^(\d\d)(\d\d)(\d\d|\d{4})?$/.exec(typed)
    ?? /^(\d\d?)[/.-](\d\d?)(?:[/.-](\d\d|\d{4}))?$/.exec(typed);
  if (!parts) return null;
  const [, date = '', month = '', year] = parts;
  const inYear = (named: string) => `${named}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  if (year) return inYear(year.length === 2 ? `20${year}` : year);
  return nearest(Number(bounds.today.slice(0, 4)), inYear, bounds);
}

/** Without a year: the last such day, or the next one where only days to come make sense. */
function nearest(year: number, inYear: (year: string) => string, { today, min, max }: DateBounds) {
  const looksAhead = min !== undefined && max === undefined;
  const day = inYear(String(year));
  const other = inYear(String(looksAhead ? year + 1 : year - 1));
  const isWrongSide = looksAhead ? day < min : day > (max ?? today);
  return (isWrongSide || !isDay(day)) && isDay(other) ? other : day;
}
