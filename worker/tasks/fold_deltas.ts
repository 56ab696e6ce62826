import type { Task } from 'graphile-worker';
import { withNewPlans } from '../new_plans.ts';

/** Adds what postings left into the summaries of reports; running twice adds nothing twice. */
export const foldDeltas: Task = async (_payload, helpers) => {
  const { rows } = await withNewPlans(helpers, (client) =>
    client.query<{ touched: string }>('select report.fold_deltas()::text as touched'),
  );
  helpers.logger.info('the summaries of reports were brought up to date', {
    touched: rows[0]?.touched,
  });
};
