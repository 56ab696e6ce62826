import type { RequestHandler } from 'express';
import type { Services } from '../services.ts';
import { makeConcurrencyLimit } from './concurrency_limit.ts';

/** Fewer than AUTH_POOL_SIZE, so that nobody holds all of its connections. */
const AUTH_AT_ONCE = { person: 2, address: 3 } as const;
/** An office comes to work at eight, behind one address. */
const AUTH_WAITING = 40;
/** Links by mail are asked for one after the other: they never stand before those who sign in. */
const LINKS = { atOnce: 1, waiting: 10 } as const;

/**
 * Limits what runs at once on the routes of signing in: by person, by browser for one that has
 * signed in before, and by address for whoever is nobody yet.
 */
export function limitAuthConcurrency({
  tokens,
  cookies,
  devices,
}: Pick<Services, 'tokens' | 'cookies' | 'devices'>): RequestHandler {
  const people = makeConcurrencyLimit(AUTH_AT_ONCE.person, AUTH_WAITING);
  const browsers = makeConcurrencyLimit(AUTH_AT_ONCE.person, AUTH_WAITING);
  const addresses = makeConcurrencyLimit(AUTH_AT_ONCE.address, AUTH_WAITING);
  const links = makeConcurrencyLimit(LINKS.atOnce, LINKS.waiting);
  return async (request, response, next) => {
    const person = tokens.identify(cookies.readAccess(request) ?? '');
    const browser = devices.known(cookies.readDevice(request) ?? '');
    const address = request.ip ?? '';
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
    if (request.path.endsWith('/forgot')) await links.run(address, answered);
    else if (person) await people.run(person.userId, answered);
    else if (browser) await browsers.run(browser, answered);
    else await addresses.run(address, answered);
  };
}
