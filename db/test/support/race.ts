// Several people at once, on connections of their own.
import { setTimeout as pause } from 'node:timers/promises';
import type { Actor, Person } from './actor.ts';
import type { TestDatabase } from './database.ts';

/** A door that opens when as many have come as it waits for. */
function meetingPoint(expected: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let waiting = 0;
  return () => {
    waiting += 1;
    if (waiting === expected) resolve();
    return promise;
  };
}

export type Outcome<T> = { value: T } | { code: string; details: Record<string, unknown> };

/** Everybody signs in, then all act at the same moment and commit. */
export async function atOnce<T>(
  db: TestDatabase,
  actors: { person: Person; act: (me: Actor) => Promise<T> }[],
): Promise<Outcome<T>[]> {
  const together = meetingPoint(actors.length);
  return Promise.all(
    actors.map(({ person, act }) =>
      outcomeOf(
        db.commitAs(person, async (me) => {
          await together();
          return act(me);
        }),
      ),
    ),
  );
}

/** What came of a task: its value, or the code it was refused with. */
export async function outcomeOf<T>(task: Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await task };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : '';
    return {
      code: String(error.code),
      details: detail.startsWith('{') ? JSON.parse(detail) : {},
    };
  }
}

/** The codes of those who were refused. */
export function refusedCodes(outcomes: Outcome<unknown>[]): string[] {
  return outcomes.flatMap((outcome) => ('code' in outcome ? [outcome.code] : []));
}

export function successes<T>(outcomes: Outcome<T>[]): T[] {
  return outcomes.flatMap((outcome) => ('value' in outcome ? [outcome.value] : []));
}

/** Waits until somebody in this database waits for a lock. */
export async function untilSomebodyWaits(db: TestDatabase): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    const waiting = await db.query(
      `select from pg_locks as l join pg_stat_activity as a on a.pid = l.pid
       where not l.granted and a.datname = current_database()`,
    );
    if (waiting.length > 0) return;
    await pause(10);
  }
  throw new Error('Nobody waits for a lock');
}

/**
 * A small generator of numbers in [0, 1) that gives the same row for the same seed (mulberry32).
 */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
