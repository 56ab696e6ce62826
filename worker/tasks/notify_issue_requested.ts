import type { Task } from 'graphile-worker';
import { z } from 'zod';

const payloadShape = z.object({ issue_id: z.string().min(1) });

/**
 * Tells those who confirm slips of a request. The function of the database tells each person once,
 * however often this runs.
 */
export const notifyIssueRequested: Task = async (payload, helpers) => {
  const { issue_id: issueId } = payloadShape.parse(payload);
  const { rows } = await helpers.query<{ told: string | null }>(
    'select notification.notify_issue_requested($1) as told',
    [issueId],
  );
  helpers.logger.info('people were told of a request', { issueId, told: rows[0]?.told ?? 0 });
};
