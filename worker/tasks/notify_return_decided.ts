import type { Task } from 'graphile-worker';
import { z } from 'zod';

const payloadShape = z.object({ issue_return_id: z.string().min(1) });

/**
 * Tells who asked for a return what became of it. The function of the database tells each person
 * once, however often this runs.
 */
export const notifyReturnDecided: Task = async (payload, helpers) => {
  const { issue_return_id: issueReturnId } = payloadShape.parse(payload);
  const { rows } = await helpers.query<{ told: string | null }>(
    'select notification.notify_return_decided($1) as told',
    [issueReturnId],
  );
  helpers.logger.info('who asked was told of a return', {
    issueReturnId,
    told: rows[0]?.told ?? 0,
  });
};
