import { isIP } from 'node:net';
import type { Request } from 'express';
import type { Services } from '../services.ts';
import type { Visitor } from './sessions.ts';
import { newRefreshToken } from './tokens.ts';

/** Where a request comes from, and from which browser; a new one gets a token of its own. */
export function visitorOf(
  { cookies, devices }: Pick<Services, 'cookies' | 'devices'>,
  request: Request,
): Visitor {
  return {
    // behind the gateway this is what its header says
    ip: isIP(request.ip ?? '') ? request.ip : undefined,
    userAgent: request.get('user-agent'),
    deviceToken: devices.tokenIn(cookies.readDevice(request) ?? '') ?? newRefreshToken(),
  };
}
