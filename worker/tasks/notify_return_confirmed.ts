import type { Task } from 'graphile-worker';
import { z } from 'zod';

const payloadShape = z.object({ issue_return_id: z.string().min(1) });

/**
 * Tells those who work with an agency, and the agency, of goods that came back. The function of the
 * database tells each person once, however often this runs.
 */
export const notifyReturnConfirmed: Task = async (payload, helpers) => {
  const { issue_return_id: issueReturnId } = payloadShape.parse(payload);
  const { rows } = await helpers.query<{ told: string | null }>(
    'select notification.notify_return_confirmed($1) as told',
    [issueReturnId],
  );
  helpers.logger.info('people were told of a return', { issueReturnId, told: rows[0]?.told ?? 0 });
};
