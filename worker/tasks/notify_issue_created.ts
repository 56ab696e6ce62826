import type { Task } from 'graphile-worker';
import { z } from 'zod';

const payloadShape = z.object({ issue_id: z.string().min(1) });

/**
 * Tells people of a slip. The function of the database writes each notification once, however
 * often this runs. The sales report is refreshed a moment later, once for all slips of that moment.
 */
export const notifyIssueCreated: Task = async (payload, helpers) => {
  const { issue_id: issueId } = payloadShape.parse(payload);
  const { rows } = await helpers.query<{ told: number }>(
    'select notification.notify_issue_created($1) as told',
    [issueId],
  );
  helpers.logger.info('people were told of a slip', { issueId, told: rows[0]?.told });
  await helpers.addJob(
    'refresh_report',
    { report: 'monthly_sales' },
    {
      jobKey: 'refresh_report:monthly_sales',
      // the first slip sets the time: a steady stream of slips must not put the refresh off forever
      jobKeyMode: 'preserve_run_at',
      runAt: new Date(Date.now() + 2_000),
      maxAttempts: 5,
    },
  );
};
