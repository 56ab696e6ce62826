import { Refusal } from './errors.ts';

type Person = { running: number; waiting: (() => void)[] };

export type ConcurrencyLimit = ReturnType<typeof makeConcurrencyLimit>;

/**
 * How much one person may have running in this process. A page that opens asks several things in
 * one moment, so twice as many wait for their turn; beyond that somebody is hammering.
 */
export function makeConcurrencyLimit(atOnce: number, waitingAtMost = atOnce * 2) {
  const people = new Map<string, Person>();

  async function enter(who: string): Promise<Person> {
    const person = people.get(who) ?? { running: 0, waiting: [] };
    people.set(who, person);
    if (person.running < atOnce) {
      person.running += 1;
      return person;
    }
    if (person.waiting.length >= waitingAtMost)
      throw new Refusal('TOO_MANY_REQUESTS', { retry_after: 1 });
    await new Promise<void>((resolve) => person.waiting.push(resolve));
    return person;
  }

  /** Whoever waits takes the place over; the last one takes the person off the list. */
  function leave(who: string, person: Person): void {
    const next = person.waiting.shift();
    if (next) {
      next();
      return;
    }
    person.running -= 1;
    if (person.running === 0) people.delete(who);
  }

  return {
    /** Error: TOO_MANY_REQUESTS {retry_after}. */
    async run<T>(who: string, work: () => Promise<T>): Promise<T> {
      const person = await enter(who);
      try {
        return await work();
      } finally {
        leave(who, person);
      }
    },
  };
}
