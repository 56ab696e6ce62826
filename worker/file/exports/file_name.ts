import type { Parameters } from './source.ts';

/** Signs that some system does not take in the name of a file, and what nobody can see. */
const FORBIDDEN = /[\\/:*?"<>|\p{Cc}]/gu;

/** A name that says what, whose and when, in signs that every system takes. */
export const fileName = (...parts: (string | null | undefined | false)[]): string =>
  parts.filter(Boolean).join(' ').replaceAll(FORBIDDEN, '-').replaceAll(/\s+/g, ' ').trim();

/** The time that a file is of, as its name says it: days as they sort. */
export function timeOf(
  { month, from, to }: Pick<Parameters, 'month' | 'from' | 'to'>,
  now: string,
): string {
  if (month) return month.slice(0, 7);
  if (from && to) return from === to ? from : `${from} ${to}`;
  return from ?? to ?? now;
}
