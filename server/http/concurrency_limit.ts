import { Refusal } from './errors.ts';

type User = { running: number; waiting: (() => void)[] };

export type ConcurrencyLimit = ReturnType<typeof makeConcurrencyLimit>;

/**
 * The concurrency limit: how much one user may have running in this process. A page that opens asks
 * several things in one moment, so twice as many wait; beyond that somebody is hammering.
 */
export function makeConcurrencyLimit(atOnce: number, waitingAtMost = atOnce * 2) {
  const users = new Map<string, User>();

  async function enter(who: string): Promise<User> {
    const user = users.get(who) ?? { running: 0, waiting: [] };
    users.set(who, user);
    if (user.running < atOnce) {
      user.running += 1;
      return user;
    }
    if (user.waiting.length >= waitingAtMost)
      throw new Refusal('TOO_MANY_REQUESTS', { retry_after: 1 });
    await new Promise<void>((resolve) => user.waiting.push(resolve));
    return user;
  }

  /** Whoever waits takes the place over; the last one takes the user off the list. */
  function leave(who: string, user: User): void {
    const next = user.waiting.shift();
    if (next) {
      next();
      return;
    }
    user.running -= 1;
    if (user.running === 0) users.delete(who);
  }

  return {
    /** Error: TOO_MANY_REQUESTS {retry_after}. */
    async run<T>(who: string, work: () => Promise<T>): Promise<T> {
      const user = await enter(who);
      try {
        return await work();
      } finally {
        leave(who, user);
      }
    },
  };
}
