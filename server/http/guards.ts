import express, { type RequestHandler } from 'express';
import { invalid, Refusal } from './errors.ts';

const CHANGES_STATE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** A form of another site cannot set a header of its own, so this one proves it was our page. */
export const requireCsrfHeader: RequestHandler = (request, _response, next) => {
  if (CHANGES_STATE.has(request.method) && request.get('X-Sodaily-CSRF') === undefined) {
    throw new Refusal('CSRF_HEADER_MISSING');
  }
  next();
};

/** JSON and nothing else: what browsers send without asking first is none of our languages. */
export const requireJson: RequestHandler = (request, _response, next) => {
  const hasBody = request.get('transfer-encoding') !== undefined
    || Number(request.get('content-length') ?? 0) > 0;
  if (CHANGES_STATE.has(request.method) && hasBody && !request.is('application/json')) {
    throw invalid([{ path: 'content-type', reason: 'json_only' }], 415);
  }
  next();
};

export const readJson: RequestHandler = express.json({ limit: '100kb', strict: true });
