import express, { type RequestHandler } from 'express';
import { invalid, Refusal } from './errors.ts';
import { comesFromElsewhere } from './origin.ts';

const READS = new Set(['GET', 'HEAD']);
const CHANGES_STATE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export const requireHost: RequestHandler = (request, _response, next) => {
  if (request.headers.host === undefined) throw invalid([{ path: 'host', reason: 'required' }]);
  next();
};

/**
 * Methods that no route has. OPTIONS is a browser asking on behalf of another site: it hears that
 * somebody is here and nothing else, for no other site may talk to us.
 */
export const refuseStrangeMethods: RequestHandler = (request, response, next) => {
  if (request.method === 'OPTIONS') {
    response.status(204).end();
    return;
  }
  if (READS.has(request.method) || CHANGES_STATE.has(request.method)) {
    next();
    return;
  }
  response.set('Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE');
  throw new Refusal('METHOD_NOT_ALLOWED');
};

/** Cookies travel with what other sites send too, so such requests stop here. */
export function refuseOtherSites(isSecure: boolean): RequestHandler {
  return (request, _response, next) => {
    if (CHANGES_STATE.has(request.method) && comesFromElsewhere(request.headers, isSecure)) {
      throw new Refusal('CROSS_SITE_REQUEST');
    }
    next();
  };
}

/** A form of another site cannot set a header of its own, so this one proves it was our page. */
export const requireCsrfHeader: RequestHandler = (request, _response, next) => {
  if (CHANGES_STATE.has(request.method) && request.get('X-Sodaily-CSRF') === undefined) {
    throw new Refusal('CSRF_HEADER_MISSING');
  }
  next();
};

/** JSON and nothing else: what browsers send without asking first is none of our languages. */
export const requireJson: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.get('transfer-encoding') !== undefined
    || Number(request.get('content-length') ?? 0) > 0;
  if (CHANGES_STATE.has(request.method) && hasBody && !request.is('application/json')) {
    throw invalid([{ path: 'content-type', reason: 'json_only' }], 415);
  }
  next();
};

export const readJson: RequestHandler = express.json({ limit: '100kb', strict: true });
