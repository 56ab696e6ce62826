import { setTimeout as wait } from 'node:timers/promises';
import { isWorthRetrying } from '../http/errors.ts';

/** Sent three times at most. */
export const ATTEMPTS = 3;

/**
 * Repeats a command that lost against another transaction. Only for commands with a client key:
 * those take effect once, however often they are sent.
 */
export async function withRetries<T>(command: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await command();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isWorthRetrying(error)) throw error;
      await pause(attempt);
    }
  }
}

/** A random pause that grows, so that two losers do not meet again. */
export const pause = (attempt: number): Promise<void> => wait(Math.random() * 20 * 2 ** attempt);
