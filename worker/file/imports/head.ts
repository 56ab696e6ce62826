import type { Cell, SheetRow } from './sheet.ts';

/** Titles and remarks may stand above the heads, as in the files that we write. */
const FIRST_ROWS = 20;
/** A row of heads that somebody names may be further down. */
const MOST_ROWS_ABOVE = 100;

type Words = (string | null)[];

/** The row of heads: which column stands in which place, null for what is no column. */
export interface Head {
  /** The last row of heads, when they stand in two. */
  rowNo: number;
  heads: Words;
  columns: Words;
}

/**
 * Finds the heads among the first rows: the row that names most columns, or two rows, when the
 * lower one fills what the upper leaves open. What follows is rows. `wanted` is the row that
 * somebody named.
 */
export async function findHead(
  rows: AsyncIterable<SheetRow>,
  columnsOf: (cells: Words) => Promise<Words>,
  wanted?: number,
): Promise<{ head: Head; rows: AsyncIterable<SheetRow> }> {
  const iterator = rows[Symbol.asyncIterator]();
  const first: SheetRow[] = [];
  while (first.length < (wanted === undefined ? FIRST_ROWS : MOST_ROWS_ABOVE)) {
    const { value, done } = await iterator.next();
    if (done) break;
    first.push(value);
  }
  const candidates = candidatesOf(first).filter(
    ({ rowNo }) => wanted === undefined || rowNo === wanted,
  );
  const heads = await Promise.all(
    candidates.map(async ({ rowNo, heads: written }) => ({
      rowNo,
      heads: written,
      columns: await columnsOf(written),
    })),
  );
  const head = heads.reduce<Head>((best, next) => (namesOf(next) > namesOf(best) ? next : best), {
    rowNo: wanted ?? 1,
    heads: candidates[0]?.heads ?? [],
    columns: candidates[0]?.heads.map(() => null) ?? [],
  });
  async function* rest() {
    yield* first.filter(({ rowNo }) => rowNo > head.rowNo);
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head, rows: rest() };
}

/** Every row alone, then every two that follow each other; of equals the first one counts. */
function candidatesOf(rows: readonly SheetRow[]): { rowNo: number; heads: Words }[] {
  const alone = rows.map(({ rowNo, cells }) => ({ rowNo, heads: cells.map(asText) }));
  const two = alone.slice(1).flatMap((lower, index) => {
    const upper = alone[index];
    if (upper === undefined || upper.rowNo + 1 !== lower.rowNo) return [];
    const length = Math.max(upper.heads.length, lower.heads.length);
    return {
      rowNo: lower.rowNo,
      heads: Array.from({ length }, (_, place) => lower.heads[place] ?? upper.heads[place] ?? null),
    };
  });
  return [...alone, ...two];
}

const namesOf = ({ columns }: Head): number => columns.filter(Boolean).length;
const asText = (cell: Cell): string | null =>
  cell === null ? null : typeof cell === 'object' ? cell.text : String(cell);
