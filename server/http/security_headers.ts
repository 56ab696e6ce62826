import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** Emotion writes style elements at run time: they carry this nonce, and nothing else may. */
export const nonceOf = (response: Response): string => String(response.locals['nonce']);

const policy = (nonce: string, isSecure: boolean): string => [
  "default-src 'none'",
  "script-src 'self'",
  `style-src-elem 'self' 'nonce-${nonce}'`,
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  ...(isSecure ? ['upgrade-insecure-requests'] : []),
].join('; ');

export function securityHeaders(isSecure: boolean): RequestHandler {
  return (_request, response, next) => {
    const nonce = randomBytes(16).toString('base64');
    response.locals['nonce'] = nonce;
    response.set({
      'Content-Security-Policy': policy(nonce, isSecure),
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
    });
    if (isSecure) response.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    next();
  };
}
