/**
 * A cell as the file has it: numbers are numbers where the file says so, everything else is text.
 */
export type Cell = string | number | null;

/** A row with something in it, numbered from 1 as spreadsheets count. */
export interface SheetRow {
  rowNo: number;
  cells: Cell[];
}

/** A file being read: its rows as they come, and how many there may be in all. */
export interface Sheet {
  rows: AsyncIterable<SheetRow>;
  /** An estimate that gets better while rows come; null while nobody can say. */
  total(): number | null;
}

/** Not a file of this kind, whatever its name says. */
export class Unreadable extends Error {}

/**
 * What stands in a cell; our own files have an apostrophe before what a spreadsheet would
 * calculate.
 */
export function textOf(written: string): string | null {
  // eslint-disable-next-line no-control-regex -- PostgreSQL has no word for it
  const text = written
    .replaceAll('\u0000', '')
    .trim()
    .replace(/^'(?=[=+\-@])/, '');
  return text === '' ? null : text;
}

export const isEmpty = ({ cells }: SheetRow): boolean => cells.every((cell) => cell === null);
