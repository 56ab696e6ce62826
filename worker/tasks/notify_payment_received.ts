import type { Task } from 'graphile-worker';
import { z } from 'zod';

const payloadShape = z.object({ payment_id: z.string().min(1) });

/**
 * Tells those who work with an agency, and the agency, of a payment. The function of the database
 * tells each person once, however often this runs.
 */
export const notifyPaymentReceived: Task = async (payload, helpers) => {
  const { payment_id: paymentId } = payloadShape.parse(payload);
  const { rows } = await helpers.query<{ told: string | null }>(
    'select notification.notify_payment_received($1) as told',
    [paymentId],
  );
  helpers.logger.info('people were told of a payment', { paymentId, told: rows[0]?.told ?? 0 });
};
