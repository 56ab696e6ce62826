// Jobs of the queue in tests that run no worker.
import type { TestDatabase } from './database.ts';

/** A mail that failed as often as it may; returns its key. */
export async function addDeadJob(db: TestDatabase, error = 'the mailbox is full'): Promise<string> {
  const [made] = await db.query<{ id: string }>(
    `select (graphile_worker.add_job('send_email', '{"outbox_id": "7"}',
      max_attempts => 3)).id::text as id`,
  );
  await db.query(
    'update graphile_worker._private_jobs set attempts = 3, last_error = $1 where id::text = $2',
    [error, made?.id],
  );
  return made?.id ?? '';
}

/** Leaves a long job that waits, as if a person had asked for it. */
export async function addLongJob(db: TestDatabase, email: string): Promise<void> {
  await db.query(
    `insert into file.long_job (kind, asked_by) select 'export_report', id from auth."user"
      where email = $1`,
    [email],
  );
}

/**
 * Leaves a file of one item that was checked and has no fault, as if a person had brought it in.
 */
export async function addCheckedImport(
  db: TestDatabase,
  email: string,
  sku: string,
): Promise<void> {
  await db.query(
    `insert into file.import (what, file_name, asked_by, byte_count, sha256, row_count, fault_count,
      checked_at)
     select 'items', $2 || '.csv', u.id, 1, sha256(convert_to($2, 'UTF8')), 1, 0, now()
     from auth."user" as u where u.email = $1`,
    [email, sku],
  );
}
