import type { Task } from 'graphile-worker';
import { z } from 'zod';

const payloadShape = z.object({ agency_id: z.string().min(1) });

/**
 * Tells those who approve agencies that one waits. The function of the database writes each
 * notification once, however often this runs.
 */
export const notifyNewAgency: Task = async (payload, helpers) => {
  const { agency_id: agencyId } = payloadShape.parse(payload);
  const { rows } = await helpers.query<{ told: string }>(
    'select notification.notify_new_agency($1) as told',
    [agencyId],
  );
  helpers.logger.info('people were told of a new agency', { agencyId, told: rows[0]?.told });
};
