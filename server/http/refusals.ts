import type { Caller } from '../database/transactions.ts';
import type { Services } from '../services.ts';
import type { Refusal } from './errors.ts';

/** The settings say who asked: the database keeps refusals of a living session only. */
const RECORD = `select set_config('app.session_id', $1, true),
  set_config('app.current_user_id', $2, true), audit.record_refusal($3, $4, $5, $6, $7)`;

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
    await pool.query(RECORD, [
      caller.sessionId,
      caller.userId,
      caller.userId,
      caller.requestId,
      command,
      refusal.code,
      JSON.stringify(refusal.details),
    ]);
  } catch (error) {
    log.error(
      { trace_id: caller.requestId, err: error, code: refusal.code },
      'a refusal was not recorded',
    );
  }
}
