import pg from 'pg';
import type { TestDatabase } from '../../../db/test/support/database.ts';

/**
 * What only the administrator of the machine can see or do: who is connected, and cutting them off.
 */
export async function asSuperuser(
  db: TestDatabase,
  text: string,
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(db.admin);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows;
  } finally {
    await client.end();
  }
}

/** Ends every connection whose application has this name, as a restart of the database does. */
export const cutConnections = (db: TestDatabase, application: string): Promise<unknown> =>
  asSuperuser(
    db,
    `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name like '${application}' and datname = current_database()`,
  );
