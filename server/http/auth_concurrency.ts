import type { RequestHandler } from 'express';
import type { Services } from '../services.ts';
import { makeConcurrencyLimit } from './concurrency_limit.ts';

/** Fewer than AUTH_POOL_SIZE, so that nobody holds all of its connections. */
const AUTH_AT_ONCE = { person: 2, address: 3 } as const;
/** An office comes to work at eight, behind one address. */
const AUTH_WAITING = 40;

/**
 * Limits what runs at once on the routes of signing in: by person, and by address for whoever is
 * nobody yet.
 */
export function limitAuthConcurrency({
  tokens,
  cookies,
}: Pick<Services, 'tokens' | 'cookies'>): RequestHandler {
  const people = makeConcurrencyLimit(AUTH_AT_ONCE.person, AUTH_WAITING);
  const addresses = makeConcurrencyLimit(AUTH_AT_ONCE.address, AUTH_WAITING);
  return async (request, response, next) => {
    const person = tokens.identify(cookies.readAccess(request) ?? '');
    const answered = () =>
      new Promise<void>((resolve) => {
        // whoever left while waiting is not answered, and would never close again
        if (response.closed) {
          resolve();
          return;
        }
        response.once('close', resolve);
        next();
      });
    await (person
      ? people.run(person.userId, answered)
      : addresses.run(request.ip ?? '', answered));
  };
}
