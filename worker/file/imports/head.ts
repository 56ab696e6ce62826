import type { Cell, SheetRow } from './sheet.ts';

/** Titles and remarks may stand above the heads, as in the files that we write. */
const FIRST_ROWS = 20;

/** The row of heads: which column stands in which place, null for what is no column. */
export interface Head {
  rowNo: number;
  columns: (string | null)[];
}

/**
 * Finds the heads among the first rows: the row that names most columns. What follows it is rows.
 */
export async function findHead(
  rows: AsyncIterable<SheetRow>,
  columnsOf: (cells: (string | null)[]) => Promise<(string | null)[]>,
): Promise<{ head: Head; rows: AsyncIterable<SheetRow> }> {
  const iterator = rows[Symbol.asyncIterator]();
  const first: SheetRow[] = [];
  while (first.length < FIRST_ROWS) {
    const { value, done } = await iterator.next();
    if (done) break;
    first.push(value);
  }
  const heads = await Promise.all(
    first.map(async ({ rowNo, cells }) => ({ rowNo, columns: await columnsOf(cells.map(asText)) })),
  );
  const head = heads.reduce<Head>((best, next) => (namesOf(next) > namesOf(best) ? next : best), {
    rowNo: 1,
    columns: [],
  });
  async function* rest() {
    yield* first.filter(({ rowNo }) => rowNo > head.rowNo);
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head, rows: rest() };
}

const namesOf = ({ columns }: Head): number => columns.filter(Boolean).length;
const asText = (cell: Cell): string | null => (cell === null ? null : String(cell));
