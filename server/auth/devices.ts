import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Key } from '../../platform/keys.ts';

const COOKIE = /^([\w-]{43})\.([\w-]{43})$/;

export type Devices = ReturnType<typeof makeDevices>;

/**
 * The cookie of a browser that has signed in: a random token and its seal. The database knows the
 * token's hash (auth.device); the seal tells without asking it that this browser signed in here
 * once, so that it has a place of its own where strangers of the same address wait for each other.
 */
export function makeDevices(keys: readonly Key[]) {
  const sealsOf = (token: string): Buffer[] =>
    keys.map(({ secret }) => createHmac('sha256', secret).update(`device ${token}`).digest());

  return {
    /** The value of the cookie. */
    seal: (token: string): string => `${token}.${sealsOf(token)[0]?.toString('base64url')}`,
    /** The token in a cookie, whoever sealed it: keys change, browsers stay. */
    tokenIn: (cookie: string): string | undefined => COOKIE.exec(cookie)?.[1],
    /** The token of a cookie that was sealed here; undefined for what is made up. */
    known(cookie: string): string | undefined {
      const [, token, seal] = COOKIE.exec(cookie) ?? [];
      if (token === undefined || seal === undefined) return undefined;
      const presented = Buffer.from(seal, 'base64url');
      return sealsOf(token).some((made) => timingSafeEqual(made, presented)) ? token : undefined;
    },
  };
}
