// Files of opening debt in tests that run no worker: as if they had been brought in and applied.
import { randomUUID } from 'node:crypto';
import type { Actor, Refusal } from './actor.ts';
import { openBooks } from './open_items.ts';
import type { TestDatabase } from './database.ts';

type Rows = Parameters<typeof openBooks>[3];

/** Leaves an applied file with rows of some agencies; returns its key. */
export const addOpening = (
  db: TestDatabase,
  day: string,
  agencies: [code: string, rows: Rows][],
): Promise<string> =>
  db.commitOwner(async (owner) => {
    const { id } = await owner.one<{ id: string }>(
      `insert into file.import (what, file_name, asked_by, byte_count, sha256, row_count,
        fault_count, checked_at, applied_at)
       select 'opening_debt', 'dau-ky.csv', u.id, 1, sha256($1::text::bytea), 1, 0, now(), now()
       from auth."user" as u where u.email = 'accountant@sodaily.test' returning id::text`,
      [randomUUID()],
    );
    for (const [code, rows] of agencies) {
      const agency = await owner.one<{ id: string }>(
        'select id::text from agency.agency where code = $1',
        [code],
      );
      await openBooks(owner, agency.id, day, rows, id);
    }
    return id;
  });

export interface Undone {
  status: string;
  undone_by: string;
  undo_reason: string;
}

const undoing = `select file.import_status(i) as status, i.undone_by::text, i.undo_reason
  from finance.undo_opening_debts($1, $2, $3) as i`;

export const undoOpening = (
  me: Actor,
  id: string | null,
  reason: string | null = 'Sai tệp',
  clientKey: string = randomUUID(),
): Promise<Undone> => me.one<Undone>(undoing, [clientKey, id, reason]);

export const undoOpeningRefused = (
  me: Actor,
  id: string | null,
  reason: string | null = 'Sai tệp',
): Promise<Refusal> => me.refusal(undoing, [randomUUID(), id, reason]);
