import type { PoolClient } from 'pg';

const BATCH = 200;

/** Rows of a query, so many at a time: memory does not grow with them. */
export async function* batchesOf(client: PoolClient, query: { text: string; values: unknown[] }) {
  await client.query(`declare exported no scroll cursor for ${query.text}`, query.values);
  for (;;) {
    const { rows } = await client.query<{ cells: (string | null)[] }>(
      `fetch ${BATCH} from exported`,
    );
    if (rows.length === 0) return;
    yield rows.map(({ cells }) => cells);
  }
}
