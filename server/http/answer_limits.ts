import type { RequestHandler } from 'express';
import type { Services } from '../services.ts';
import { invalid, Refusal } from './errors.ts';
import { deadlineOf } from './time_budget.ts';

/**
 * Refuses an answer that is larger than MAX_ANSWER_BYTES, and one that was not written in time.
 * Files are streams, not answers: they go out piece by piece, however large they are. What a
 * command did is told even when it is late, or its client would believe that nothing was done.
 */
export function limitAnswers({ env }: Pick<Services, 'env'>): RequestHandler {
  return (request, response, next) => {
    const send = response.send.bind(response);
    response.send = (body?: unknown) => {
      if (response.statusCode < 400 && typeof body === 'string') {
        if (Buffer.byteLength(body) > env.MAX_ANSWER_BYTES)
          throw invalid([{ path: 'query', reason: 'answer_too_large' }]);
        const isRead = request.method === 'GET' || response.locals['isRead'] === true;
        if (isRead && Date.now() > deadlineOf(response)) throw new Refusal('BUSY');
      }
      return send(body);
    };
    next();
  };
}
