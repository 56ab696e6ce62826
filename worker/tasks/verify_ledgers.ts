import type { Task } from 'graphile-worker';

/**
 * Checks every invariant of the books. The function of the database keeps what it finds and tells
 * administrators; here each broken one becomes a line of the log that alerts look for. Running
 * twice keeps two results and tells nobody twice.
 */
export const verifyLedgers: Task = async (_payload, helpers) => {
  const { rows } = await helpers.query<{ name: string; breaches: string }>(
    'select r.name, r.breaches::text from audit.verify_ledgers() as r',
  );
  for (const { name, breaches } of rows) {
    helpers.logger.error(`an invariant is broken: ${name}, ${breaches} rows`);
  }
  helpers.logger.info(`the invariants were checked, ${rows.length} are broken`);
};
