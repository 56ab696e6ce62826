import { seededRandom } from '../../db/test/support/race.ts';

export type Random = ReturnType<typeof makeRandom>;

const NASTY = [
  '',
  ' ',
  '\0',
  'null',
  'undefined',
  'NaN',
  '-1',
  '0',
  '1e309',
  '99999999999999999999',
  '1.5',
  'true',
  '[]',
  '{}',
  "'",
  '"',
  '`',
  '\\',
  '%00',
  '%0d%0a',
  '\r\nX-Injected: 1',
  '../../etc/passwd',
  '${7*7}',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '\u202Egnp.exe',
  '\uD800',
  'ﬀ',
  'İ',
  'Ω'.repeat(300),
  'a'.repeat(5_000),
  "' or '1'='1",
  "'; select pg_sleep(3)--",
  '__proto__',
  'constructor',
  '0x41',
  '٣',
];

const FEW = 20;

/** The same choices for the same seed, so that a finding can be looked at again. */
export function makeRandom(seed: number) {
  const next = seededRandom(seed);
  const below = (count: number): number => Math.floor(next() * count);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;

  /** Any JSON value, three levels deep at most. */
  function json(depth = 3): unknown {
    const kind = below(depth > 0 ? 8 : 6);
    if (kind === 0) return null;
    if (kind === 1) return next() < 0.5;
    if (kind === 2) return pick([0, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER, 2 ** 31, -(2 ** 63)]);
    if (kind < 6) return pick(NASTY);
    if (kind === 6) return Array.from({ length: below(4) }, () => json(depth - 1));
    return Object.fromEntries(
      Array.from({ length: below(4) }, () => [pick(NASTY), json(depth - 1)]),
    );
  }
  /** A share of many, but at least so many, in an order of their own. */
  function sample<T>(from: readonly T[], share: number, atLeast = FEW): readonly T[] {
    const many = Math.max(Math.min(atLeast, from.length), Math.round(from.length * share));
    const places = from.map((one) => ({ one, place: next() }));
    return places
      .toSorted((a, b) => a.place - b.place)
      .slice(0, many)
      .map(({ one }) => one);
  }
  return { next, below, pick, json, sample, nasty: () => pick(NASTY) };
}
