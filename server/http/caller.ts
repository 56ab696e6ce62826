import type { IncomingMessage } from 'node:http';
import type { Caller } from '../database/transactions.ts';
import type { Services } from '../services.ts';
import { Refusal } from './errors.ts';

/**
 * Who asks, by the access cookie. The signature is checked here; that the session lives is checked
 * by every transaction that works for the caller. Error: INVALID_TOKEN.
 */
export function callerOf(
  { tokens, cookies }: Pick<Services, 'tokens' | 'cookies'>,
  request: IncomingMessage,
  traceId: string,
): Caller {
  const identity = tokens.identify(cookies.readAccess(request) ?? '');
  if (!identity) throw new Refusal('INVALID_TOKEN');
  return { userId: identity.userId, sessionId: identity.sessionId, requestId: traceId };
}
