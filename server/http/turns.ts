import type { RequestHandler } from 'express';
import type { Services } from '../services.ts';
import { Refusal } from './errors.ts';

type Person = { running: number; waiting: (() => void)[] };

export type Turns = ReturnType<typeof makeTurns>;

/**
 * How much one person may have running in this process. A page that opens asks several things in
 * one moment, so twice as many wait for their turn; beyond that somebody is hammering.
 */
export function makeTurns(atOnce: number, waitingAtMost = atOnce * 2) {
  const people = new Map<string, Person>();

  async function enter(who: string): Promise<Person> {
    const person = people.get(who) ?? { running: 0, waiting: [] };
    people.set(who, person);
    if (person.running < atOnce) {
      person.running += 1;
      return person;
    }
    if (person.waiting.length >= waitingAtMost) throw new Refusal('TOO_MANY_REQUESTS', { retry_after: 1 });
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
    async take<T>(who: string, work: () => Promise<T>): Promise<T> {
      const person = await enter(who);
      try {
        return await work();
      } finally {
        leave(who, person);
      }
    },
  };
}

/** Fewer than AUTH_POOL_SIZE, so that nobody holds all of its connections. */
const AUTH_AT_ONCE = { person: 2, address: 3 } as const;
/** An office comes to work at eight, behind one address. */
const AUTH_WAITING = 40;

/** The same for the routes of signing in: by person, and by address for whoever is nobody yet. */
export function authInTurn({ tokens, cookies }: Pick<Services, 'tokens' | 'cookies'>): RequestHandler {
  const people = makeTurns(AUTH_AT_ONCE.person, AUTH_WAITING);
  const addresses = makeTurns(AUTH_AT_ONCE.address, AUTH_WAITING);
  return async (request, response, next) => {
    const person = tokens.identify(cookies.readAccess(request) ?? '');
    const answered = () => new Promise<void>((resolve) => {
      // whoever left while waiting is not answered, and would never close again
      if (response.closed) {
        resolve();
        return;
      }
      response.once('close', resolve);
      next();
    });
    await (person ? people.take(person.userId, answered) : addresses.take(request.ip ?? '', answered));
  };
}
