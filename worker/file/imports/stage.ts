import { readCsv } from './csv.ts';
import { findHead, type Head } from './head.ts';
import type { Sheet, SheetRow } from './sheet.ts';
import { readXlsx } from './xlsx.ts';

/** Rows that are kept in one statement. */
const BATCH = 1_000;
export const MOST_ROWS = 100_000;

/** The file has more rows than are taken at once. */
export class TooLong extends Error {}

/** What the database does with what is read; columns say which cells count. */
export interface Staging {
  columnsOf(cells: (string | null)[]): Promise<(string | null)[]>;
  /** False when the file has no column that every row needs: what follows cannot be understood. */
  takesHead(head: Head): Promise<boolean>;
  keep(head: Head, rows: SheetRow[], done: number, total: number | null): Promise<void>;
}

/** Reads a file into the database, so many rows at a time: memory does not grow with them. */
export async function stage(bytes: readonly Buffer[], staging: Staging): Promise<number> {
  const sheet = await sheetOf(bytes);
  const { head, rows } = await findHead(sheet.rows, staging.columnsOf);
  if (!(await staging.takesHead(head))) return 0;
  let done = 0;
  for await (const batch of batchesOf(rows)) {
    done += batch.length;
    if (done > MOST_ROWS) throw new TooLong();
    await staging.keep(head, batch, done, sheet.total());
  }
  return done;
}

const isPackage = (head: Buffer | undefined): boolean =>
  head?.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04])) ?? false;

const sheetOf = async (bytes: readonly Buffer[]): Promise<Sheet> =>
  isPackage(bytes[0]) ? readXlsx(Buffer.concat(bytes)) : readCsv(bytes);

async function* batchesOf(rows: AsyncIterable<SheetRow>): AsyncGenerator<SheetRow[]> {
  let batch: SheetRow[] = [];
  for await (const row of rows) {
    if (batch.push(row) < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
