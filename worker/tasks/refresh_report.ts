import type { Task } from 'graphile-worker';
import { z } from 'zod';

const payloadShape = z.object({ report: z.string().min(1) });

/** Brings a report up to date; running twice only refreshes twice. */
export const refreshReport: Task = async (payload, helpers) => {
  const { report } = payloadShape.parse(payload);
  await helpers.query('select report.refresh($1)', [report]);
  helpers.logger.info('a report was refreshed', { report });
};
