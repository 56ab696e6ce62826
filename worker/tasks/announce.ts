import type { Task } from 'graphile-worker';
import type { PoolClient } from 'pg';
import { refreshSalesSoon } from '../refresh_sales_soon.ts';

type Batch = Readonly<{ taken: number; slips: number; told: number; queued_alone: number }>;

/**
 * Tells people of all documents that wait, some hundred in a transaction. A document leaves the
 * list in the transaction that tells of it, so whoever is killed has told of a batch or of none of
 * it. The sales report is refreshed a moment later.
 */
export const announce: Task = async (_payload, helpers) => {
  for (;;) {
    const batch = await helpers.withPgClient(announceBatch);
    if (batch.taken === 0) return;
    helpers.logger.info('people were told of documents', { ...batch });
    if (batch.queued_alone > 0) {
      helpers.logger.warn(
        `${batch.queued_alone} documents could not be told of together, each has a job of its own`,
      );
    }
  }
};

async function announceBatch(client: PoolClient): Promise<Batch> {
  await client.query('begin');
  try {
    const {
      rows: [batch],
    } = await client.query<Batch>(
      `select a.taken::int, a.slips::int, a.told::int, a.queued_alone::int
        from notification.announce_waiting() as a`,
    );
    if (batch === undefined) throw new Error('notification.announce_waiting said nothing');
    if (batch.slips > 0) await refreshSalesSoon(client);
    await client.query('commit');
    return batch;
  } catch (error) {
    // a connection that is lost rolls back by itself
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
