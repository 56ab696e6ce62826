import type { Task } from 'graphile-worker';
import { z } from 'zod';

const payloadShape = z.object({ refund_id: z.string().min(1) });

/**
 * Tells those who work with an agency, and the agency, of a refund. The function of the database
 * tells each person once, however often this runs.
 */
export const notifyRefundPaid: Task = async (payload, helpers) => {
  const { refund_id: refundId } = payloadShape.parse(payload);
  const { rows } = await helpers.query<{ told: string | null }>(
    'select notification.notify_refund_paid($1) as told',
    [refundId],
  );
  helpers.logger.info('people were told of a refund', { refundId, told: rows[0]?.told ?? 0 });
};
