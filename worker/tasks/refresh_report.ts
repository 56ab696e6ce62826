import type { Task } from 'graphile-worker';
import { z } from 'zod';
import { withNewPlans } from '../new_plans.ts';

const payloadShape = z.object({ report: z.string().min(1) });

/** Brings a report up to date; running twice only refreshes twice. */
export const refreshReport: Task = async (payload, helpers) => {
  const { report } = payloadShape.parse(payload);
  await withNewPlans(helpers, (client) => client.query('select report.refresh($1)', [report]));
  helpers.logger.info('a report was refreshed', { report });
};
