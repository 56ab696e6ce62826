import type { RequestHandler, Response } from 'express';
import type { Services } from '../services.ts';

/**
 * The moment (Date.now()) until which a request may take: from its head on, so that reading it,
 * waiting for one's turn and writing the answer count as well.
 */
export const timeBudget =
  ({ env }: Pick<Services, 'env'>): RequestHandler =>
  (_request, response, next) => {
    response.locals['deadline'] = Date.now() + env.EXECUTION_TIMEOUT_MS;
    next();
  };

export const deadlineOf = (response: Response): number => Number(response.locals['deadline']);
