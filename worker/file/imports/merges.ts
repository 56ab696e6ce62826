import type { Cell, SheetRow } from './sheet.ts';

/** Cells of a column that were made one, rows counted from 1, places from 0. */
export interface Merge {
  place: number;
  from: number;
  to: number;
}

/** How the list of merged cells is called, whatever stands before its name. */
const LIST = 'mergeCells';
const REFERENCE = /\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/;
/** What twenty thousand of them take. */
const LONGEST = 2 * 1024 * 1024;

/**
 * Merged cells that reach over several rows. Their list comes last in a sheet, so its bytes are
 * gone through for it before its rows are read; a sheet without any costs no more than unpacking
 * it.
 */
export async function readMerges(bytes: AsyncIterable<Buffer>): Promise<Merge[]> {
  let tail = '';
  let isThere = false;
  try {
    for await (const piece of bytes) {
      tail += piece.toString('latin1');
      const begin: number = isThere ? 0 : tail.indexOf(LIST);
      isThere ||= begin !== -1;
      if (begin > 0) tail = tail.slice(begin);
      // the word may be cut in two
      if (!isThere) tail = tail.slice(-LIST.length);
      if (tail.length > LONGEST) break;
    }
  } catch {
    // a part that is broken is told by who reads its rows
    return [];
  }
  return isThere ? mergesOf(tail) : [];
}

const mergesOf = (text: string): Merge[] =>
  text.split('<').flatMap((element) => {
    const [, first = '', from, , to] = (isMerge(element) && REFERENCE.exec(element)) || [];
    return from === to ? [] : { place: placeOf(first), from: Number(from), to: Number(to) };
  });

/** An element's name may have a prefix: `x:mergeCell ref="A1:A3"`. */
const isMerge = (element: string): boolean =>
  element.startsWith('mergeCell ') || element.slice(0, 60).includes(':mergeCell ');

const placeOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/**
 * Rows in which merged cells say what the first of them says: a slip number over its lines, a group
 * over its goods. A row with nothing of its own is none.
 */
export async function* withMerges(
  rows: AsyncIterable<SheetRow>,
  merges: readonly Merge[],
): AsyncGenerator<SheetRow> {
  const starting = Map.groupBy(merges, ({ from }) => from);
  // one a column: what reaches furthest of many that lie over each other is nobody's wish
  const open = new Map<number, { to: number; value: Cell }>();
  for await (const row of rows) {
    for (const [place, { to }] of open) if (row.rowNo > to) open.delete(place);
    const filled = [...open].filter(([place]) => (row.cells[place] ?? null) === null);
    yield filled.length === 0 ? row : filledRow(row, filled);
    for (const { place, to } of starting.get(row.rowNo) ?? []) {
      const value = row.cells[place] ?? null;
      if (value !== null) open.set(place, { to, value });
    }
  }
}

function filledRow(
  row: SheetRow,
  filled: readonly (readonly [place: number, from: { value: Cell }])[],
): SheetRow {
  const cells = [...row.cells];
  for (const [place, { value }] of filled) {
    while (cells.length < place) cells.push(null);
    cells[place] = value;
  }
  return { ...row, cells, merged: filled.map(([place]) => place) };
}
