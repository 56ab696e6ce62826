// When the work of the night is due. It is made up for after a standstill: what counts is whether
// it was done since its hour, not whether anybody was awake then.
import type { Entry, Kind } from '../backup/history.ts';

/** Hours of UTC; in Vietnam it is 01:30 and 02:30 then, after the books are proven. */
export const HOURS: Readonly<Record<Kind, number>> = { base: 18.5, dump: 18.5, drill: 19.5 };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** After one that failed another is tried, but not at once: a full disk does not get emptier. */
const AGAIN_MS = HOUR_MS;

/** Moment at which the work was due last. */
export function lastDue(hour: number, now: Date): Date {
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const today = midnight + hour * HOUR_MS;
  return new Date(today <= now.getTime() ? today : today - DAY_MS);
}

/** Which work is due now, in its order. */
export function dueNow(history: readonly Entry[], now: Date): Kind[] {
  return (Object.entries(HOURS) as [Kind, number][])
    .filter(([kind, hour]) => {
      const tries = history.filter((entry) => entry.kind === kind);
      const good = tries.findLast(({ isGood }) => isGood);
      if (good && new Date(good.at) >= lastDue(hour, now)) return false;
      const last = tries.at(-1);
      return last === undefined || now.getTime() - new Date(last.at).getTime() >= AGAIN_MS;
    })
    .map(([kind]) => kind);
}
