import type { Task } from 'graphile-worker';
import { z } from 'zod';
import { refreshSalesSoon } from '../refresh_sales_soon.ts';

const payloadShape = z.object({ issue_id: z.string().min(1) });

/**
 * Tells people of one slip, which could not be told of together with others. The function of the
 * database writes each notification once, however often this runs.
 */
export const notifyIssueCreated: Task = async (payload, helpers) => {
  const { issue_id: issueId } = payloadShape.parse(payload);
  const { rows } = await helpers.query<{ told: number }>(
    'select notification.notify_issue_created($1) as told',
    [issueId],
  );
  helpers.logger.info('people were told of a slip', { issueId, told: rows[0]?.told });
  await refreshSalesSoon(helpers);
};
