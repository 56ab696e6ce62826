import { withClient } from '../../db/tools/prepare.ts';
import type { Installation } from '../installation.ts';

/**
 * Whether there is anything to back up. Before the first release is live there is no database, or
 * one without a table when its migrations failed.
 */
export async function hasBooks({ adminUrl, urls, database }: Installation): Promise<boolean> {
  const isThere = await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      database.DATABASE_NAME,
    ]);
    return rowCount === 1;
  });
  if (!isThere) return false;
  return withClient(urls.admin, async (client) => {
    const { rows } = await client.query<{ has_tables: boolean }>(
      "select to_regclass('audit.change') is not null as has_tables",
    );
    return rows[0]?.has_tables ?? false;
  });
}
