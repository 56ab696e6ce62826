import { asSignIn, type Caller } from '../database/transactions.ts';
import type { Services } from '../services.ts';
import type { Refusal } from './errors.ts';

/**
 * Writes down what the rules refused, with its figures. The refused transaction was rolled back
 * with all it did, so this is one of its own; failing to write it does not change the answer.
 */
export async function recordRefusal(
  { pool, log }: Pick<Services, 'pool' | 'log'>,
  caller: Caller,
  command: string,
  refusal: Refusal,
): Promise<void> {
  // of a dead session it is not known who asked
  if (!refusal.byRule || refusal.code === 'INVALID_TOKEN') return;
  try {
    await asSignIn(pool, (client) =>
      client.query('select audit.record_refusal($1, $2, $3, $4, $5)', [
        caller.userId,
        caller.requestId,
        command,
        refusal.code,
        JSON.stringify(refusal.details),
      ]),
    );
  } catch (error) {
    log.error(
      { trace_id: caller.requestId, err: error, code: refusal.code },
      'a refusal was not recorded',
    );
  }
}
