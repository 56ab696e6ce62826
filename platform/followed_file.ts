// A file that may change while a process runs: what it says is read again when it is another.
import { readFileSync, statSync } from 'node:fs';

/** What tells one state of a file from another; a file that is away for a moment has none. */
function stateOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino} ${found.size} ${found.mtimeNs}` : '';
}

export type FollowedFile<T> = Readonly<{
  /**
   * What the file says now. Looking takes some microseconds; while somebody writes the file, what
   * it said last counts.
   */
  current(): T;
  /** Another file from now on. */
  follow(other: string): void;
}>;

/**
 * `everyMs`: how long an answer counts without another look at the file. Error: that of `parse`,
 * when the file makes no sense at the beginning.
 */
export function followFile<T>(
  path: string,
  parse: (text: string) => T,
  everyMs = 0,
): FollowedFile<T> {
  let file = path;
  let lookedAt = 0;
  let state = stateOf(file);
  let known = parse(readFileSync(file, 'utf8'));
  return {
    current() {
      if (everyMs > 0) {
        if (performance.now() - lookedAt < everyMs) return known;
        lookedAt = performance.now();
      }
      const now = stateOf(file);
      if (now === state) return known;
      state = now;
      try {
        known = parse(readFileSync(file, 'utf8'));
      } catch {
        // half written or away: what it said last counts
      }
      return known;
    },
    follow(other) {
      file = other;
      state = stateOf(file);
      known = parse(readFileSync(file, 'utf8'));
    },
  };
}
