import type { Task } from 'graphile-worker';

/** Adds what postings left into the summaries of reports; running twice adds nothing twice. */
export const foldDeltas: Task = async (_payload, helpers) => {
  const { rows } = await helpers.query<{ touched: string }>('select report.fold_deltas()::text as touched');
  helpers.logger.info('the summaries of reports were brought up to date', { touched: rows[0]?.touched });
};
