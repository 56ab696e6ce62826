import { parseCookie, stringifySetCookie, type SerializeOptions } from 'cookie';
import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';

const DAY_SECONDS = 86_400;
/** As long as auth.sign_in_challenge keeps a half-done sign-in. */
const CHALLENGE_SECONDS = 300;
/** As long as browsers keep a cookie at most; auth.purge_expired forgets it then. */
const DEVICE_SECONDS = 400 * DAY_SECONDS;
/** A refresh token lives as long as the session that auth.open_session makes. */
const SESSION_SECONDS = 14 * DAY_SECONDS;

export type Cookies = ReturnType<typeof makeCookies>;

/**
 * The cookies of a session, of a half-done sign-in, and of the browser itself. `__Host-` keeps a
 * neighbour (another name of the same domain) from planting one of its own. Browsers accept the
 * prefix over TLS and for the whole of a host only, so a plain-HTTP development server uses the
 * bare names.
 */
export function makeCookies(isSecure: boolean, accessSeconds: number) {
  const named = (name: string): string => (isSecure ? `__Host-sodaily_${name}` : `sodaily_${name}`);
  const [access, refresh] = [named('access'), named('refresh')];
  const [challenge, device] = [named('challenge'), named('device')];
  const shared = { httpOnly: true, sameSite: 'strict', secure: isSecure, path: '/' } as const;
  const set = (response: Response, name: string, value: string, options: SerializeOptions) =>
    response.append('Set-Cookie', stringifySetCookie({ name, value, ...shared, ...options }));
  const read = (request: IncomingMessage, name: string): string | undefined =>
    parseCookie(request.headers.cookie ?? '')[name];

  return {
    readAccess: (request: IncomingMessage) => read(request, access),
    readRefresh: (request: IncomingMessage) => read(request, refresh),
    setAccess: (response: Response, token: string) =>
      set(response, access, token, { maxAge: accessSeconds }),
    setRefresh: (response: Response, token: string) =>
      set(response, refresh, token, { maxAge: SESSION_SECONDS }),
    readChallenge: (request: IncomingMessage) => read(request, challenge),
    setChallenge: (response: Response, token: string) =>
      set(response, challenge, token, { maxAge: CHALLENGE_SECONDS }),
    clearChallenge: (response: Response) => set(response, challenge, '', { maxAge: 0 }),
    readDevice: (request: IncomingMessage) => read(request, device),
    setDevice: (response: Response, token: string) =>
      set(response, device, token, { maxAge: DEVICE_SECONDS }),
    clear(response: Response) {
      set(response, access, '', { maxAge: 0 });
      set(response, refresh, '', { maxAge: 0 });
    },
  };
}
