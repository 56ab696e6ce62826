import { isFooter, textOfRow, type LeftOut } from './footer.ts';
import { findHead, type Head } from './head.ts';
import { openSheet } from './open_sheet.ts';
import type { Sheet, SheetRow } from './sheet.ts';

/** Rows that are kept in one statement. */
const BATCH = 1_000;
export const MOST_ROWS = 100_000;

/** The file has more rows than are taken at once. */
export class TooLong extends Error {}

/** What somebody said of a file; what is missing is recognized. */
export interface Wishes {
  sheet?: string | undefined;
  head_row?: number | undefined;
  columns?: (string | null)[] | undefined;
}

const MOST_LEFT_OUT = 100;

/** What the database does with what is read; columns say which cells count. */
export interface Staging {
  columnsOf(cells: (string | null)[]): Promise<(string | null)[]>;
  /** How the person who brought it wants it read. */
  wishes: Wishes;
  /** False when the file has no column that every row needs: what follows cannot be understood. */
  takesHead(head: Head, sheet: Sheet): Promise<boolean>;
  /** Columns that every row needs. */
  needed(): Promise<readonly string[]>;
  /** Totals and signatures, which are no rows of the list. */
  leaveOut(rows: readonly LeftOut[]): Promise<void>;
  keep(head: Head, rows: SheetRow[], done: number, total: number | null): Promise<void>;
}

/** Reads a file into the database, so many rows at a time: memory does not grow with them. */
export async function stage(bytes: readonly Buffer[], staging: Staging): Promise<number> {
  const { wishes } = staging;
  const sheet = await openSheet(bytes, wishes.sheet);
  const found = await findHead(sheet.rows, staging.columnsOf, wishes.head_row);
  const head = wishes.columns ? { ...found.head, columns: wishes.columns } : found.head;
  if (!(await staging.takesHead(head, sheet))) return 0;
  const needed = (await staging.needed()).map((code) => head.columns.indexOf(code));
  const leftOut: LeftOut[] = [];
  async function* listed() {
    for await (const row of found.rows) {
      if (!isFooter(row, needed)) yield row;
      else if (leftOut.length < MOST_LEFT_OUT)
        leftOut.push({ row: row.rowNo, text: textOfRow(row) });
    }
  }
  let done = 0;
  for await (const batch of batchesOf(listed())) {
    done += batch.length;
    if (done > MOST_ROWS) throw new TooLong();
    await staging.keep(head, batch, done, sheet.total());
  }
  if (leftOut.length > 0) await staging.leaveOut(leftOut);
  return done;
}

async function* batchesOf(rows: AsyncIterable<SheetRow>): AsyncGenerator<SheetRow[]> {
  let batch: SheetRow[] = [];
  for await (const row of rows) {
    if (batch.push(row) < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
