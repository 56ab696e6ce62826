import { isZero } from '../../lib/dong.ts';

/** What an amount must be before the server is asked. */
export const amountRules = {
  required: true,
  validate: { not_positive: (amount: string) => !isZero(amount) },
};
