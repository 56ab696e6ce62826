import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { routeClass } from './access_log.ts';

/** Emotion writes style elements at run time: they carry this nonce, and nothing else may. */
export const nonceOf = (response: Response): string => String(response.locals['nonce']);

/**
 * Attributes of elements may hold style (MUI positions its menus so); a script never stands in the
 * page.
 */
const policy = (nonce: string, isSecure: boolean): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    ...(isSecure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');

/** What every answer carries, whoever writes it: a route, an error, or the bare socket. */
export function safeHeaders(isSecure: boolean, nonce: string): Record<string, string> {
  return {
    'Content-Security-Policy': policy(nonce, isSecure),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // over plain http a browser ignores it, and a development server must not promise it
    ...(isSecure ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}

export const newNonce = (): string => randomBytes(16).toString('base64');

/** Nothing but the files of the web client may be kept by a browser or on the way. */
export function securityHeaders(isSecure: boolean): RequestHandler {
  return (request, response, next) => {
    const nonce = newNonce();
    response.locals['nonce'] = nonce;
    response.set(safeHeaders(isSecure, nonce));
    if (routeClass(request.path) !== 'web') response.set('Cache-Control', 'no-store');
    next();
  };
}
