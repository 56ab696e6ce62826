import type { Attacker } from './attacker.ts';
import type { People } from './people.ts';
import type { Random } from './random.ts';
import type { Report } from './report.ts';
import type { Target } from './target.ts';
import type { Victims } from './victims.ts';

/** What every attack works with. */
export type Scan = Readonly<{
  target: Target;
  people: People;
  victims: Victims;
  random: Random;
  report: Report;
  /** The share of generated cases that this run tries, by the seed, and at least so many. */
  sample<T>(cases: readonly T[], atLeast?: number): readonly T[];
  /** Somebody without a session, at an address that nobody used before. */
  stranger(): Attacker;
}>;

export type Attack = Readonly<{ name: string; run(scan: Scan): Promise<void> }>;
