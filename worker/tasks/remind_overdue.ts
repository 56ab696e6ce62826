import type { Task } from 'graphile-worker';

/** Reminds of overdue debt, once a week for an agency: running twice tells nobody twice. */
export const remindOverdue: Task = async (_payload, helpers) => {
  const { rows } = await helpers.query<{ told: string }>(
    'select notification.remind_overdue() as told',
  );
  helpers.logger.info('people were reminded of overdue debt', { told: rows[0]?.told });
};
