import type { JobHelpers } from 'graphile-worker';
import type { PoolClient } from 'pg';

/**
 * Work on many rows, planned for them: functions and foreign keys keep their plans as long as a
 * connection
 * lives, and a plan that was made for two rows, or for a table of two, goes through a hundred
 * thousand by one
 * loop inside another.
 */
export const withNewPlans = <T>(
  helpers: JobHelpers,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> =>
  helpers.withPgClient(async (client) => {
    await client.query('discard plans');
    return work(client);
  });
