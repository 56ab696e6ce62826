import type { Task } from 'graphile-worker';

/** Deletes what is over; running twice finds nothing the second time. */
export const purgeExpired: Task = async (_payload, helpers) => {
  const {
    rows: [gone],
  } = await helpers.query<Record<string, string>>(
    'select p.login_attempts, p.spent_refresh_tokens, p.sessions from auth.purge_expired() as p',
  );
  const {
    rows: [refused],
  } = await helpers.query<Record<string, string>>('select audit.purge_refusals() as refusals');
  const {
    rows: [told],
  } = await helpers.query<Record<string, string>>(
    'select p.notifications, p.mails from notification.purge_notifications() as p',
  );
  const {
    rows: [files],
  } = await helpers.query<Record<string, string>>(
    'select file.close_lost_long_jobs() as lost_jobs, file.purge_exports() as '
      + 'pieces_of_files, file.purge_imports() as pieces_brought_in',
  );
  helpers.logger.info('what is over was deleted', { ...gone, ...refused, ...told, ...files });
};
