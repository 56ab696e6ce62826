import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of another site caused this request. Browsers say so themselves (Sec-Fetch-Site,
 * which no script can write); old ones only name the Origin. A program that is no browser sends
 * neither, and carries no cookies that somebody else could use.
 */
export function comesFromElsewhere(headers: IncomingHttpHeaders, isSecure: boolean): boolean {
  const site = headers['sec-fetch-site'];
  // "none" is a person's own doing, which never changes anything with an Origin
  if (site !== undefined && site !== 'none') return site !== 'same-origin';
  return headers.origin !== undefined && !isOwn(headers.origin, headers.host, isSecure);
}

/**
 * The page of our own address, but over TLS not the one that somebody put on its plain-http port.
 */
function isOwn(origin: string, host: string | undefined, isSecure: boolean): boolean {
  const from = URL.parse(origin);
  return from !== null && from.host === host && (from.protocol === 'https:' || !isSecure);
}
