import type { Task } from 'graphile-worker';

/** Tells of items running low, once a day: running twice tells nobody twice. */
export const lowStockAlert: Task = async (_payload, helpers) => {
  const { rows } = await helpers.query<{ told: string }>(
    'select notification.low_stock_alert() as told',
  );
  helpers.logger.info('people were told of low stock', { told: rows[0]?.told });
};
