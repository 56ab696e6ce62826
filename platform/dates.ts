/**
 * No business of ours is before or after these; sums over days between them stay sums of few days.
 */
export const FIRST_DAY = '2000-01-01';
export const LAST_DAY = '2100-12-31';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME =
  /^[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/i;
const DAY_LETTERS = 10;
/** Longer than any moment that is written as it should be. */
const MAX_LETTERS = 40;

export type DateProblem = 'malformed' | 'too_early' | 'in_future';

/** What is wrong with a day that came in; which days a command takes is for the database to say. */
export function dayProblem(written: string): DateProblem | null {
  if (!DAY.test(written)) return 'malformed';
  if (written < FIRST_DAY) return 'too_early';
  if (written > LAST_DAY) return 'in_future';
  const moment = new Date(`${written}T00:00:00Z`);
  // 30 February is read as a day of March
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, DAY_LETTERS) !== written
    ? 'malformed'
    : null;
}

/** The same for a moment: a day, and a time of it or none. */
export function momentProblem(written: string): DateProblem | null {
  if (written.length > MAX_LETTERS) return 'malformed';
  const [day, time] = [written.slice(0, DAY_LETTERS), written.slice(DAY_LETTERS)];
  return time === '' || TIME.test(time) ? dayProblem(day) : 'malformed';
}
