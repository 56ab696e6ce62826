import type { Duplex } from 'node:stream';
import { Refusal } from '../http/errors.ts';
import { makeBudget, type Budget } from './budget.ts';

/** All tabs come again at once after a restart, and each once in ten minutes with a new token. */
const OPENINGS = { atOnce: 60, perSecond: 1 } as const;

/**
 * The connection limit of each user's sockets: every one of them costs memory and questions about
 * its session.
 */
export function makeConnectionLimit(atMost: number) {
  const counts = new Map<string, number>();
  // whoever is closed for flooding must not begin anew at once; there are no more of these than
  // users
  const openings = new Map<string, Budget>();
  const budgetOf = (userId: string): Budget => {
    const budget =
      openings.get(userId)
      ?? makeBudget({ ...OPENINGS, atOnce: Math.max(OPENINGS.atOnce, 3 * atMost) });
    openings.set(userId, budget);
    return budget;
  };
  return {
    /** Counts until the connection closes. Error: TOO_MANY_REQUESTS. */
    enter(userId: string, connection: Duplex): void {
      const here = counts.get(userId) ?? 0;
      if (here >= atMost || !budgetOf(userId).spend())
        throw new Refusal('TOO_MANY_REQUESTS', { retry_after: 60 });
      // somebody who left while we looked them up will not close a second time
      if (connection.destroyed) return;
      counts.set(userId, here + 1);
      connection.once('close', () => {
        const left = (counts.get(userId) ?? 1) - 1;
        if (left > 0) counts.set(userId, left);
        else counts.delete(userId);
      });
    },
  };
}
