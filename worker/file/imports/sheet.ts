/**
 * A cell as the file has it: numbers are numbers where the file says so, everything else is text.
 */
export type Cell = string | number | Day | Fault | null;

/** A number that is shown as a day, counted from 1899-12-30. */
export interface Day {
  day: number;
  text: string;
}

/** What cannot be read, why, and what stands there. */
export interface Fault {
  fault: 'error_cell';
  text: string;
}

/** A row with something in it, numbered from 1 as spreadsheets count. */
export interface SheetRow {
  rowNo: number;
  cells: Cell[];
  /** Hidden in its sheet, by a filter or by hand. */
  isHidden?: boolean;
  /** Places whose cell is merged with those above, and says what they say. */
  merged?: number[];
}

/** A file being read: its rows as they come, and how many there may be in all. */
export interface Sheet {
  /** Sheets of its workbook that are not hidden, none of a text file, and which of them it is. */
  names: readonly string[];
  name: string | null;
  rows: AsyncIterable<SheetRow>;
  /** An estimate that gets better while rows come; null while nobody can say. */
  total(): number | null;
}

/** Not a file of this kind, whatever its name says; `code` says what to do about it. */
export class Unreadable extends Error {
  readonly code: UnreadableCode;

  constructor(message: string, options?: ErrorOptions & { code?: UnreadableCode }) {
    super(message, options);
    this.code = options?.code ?? 'FILE_UNREADABLE';
  }
}

export type UnreadableCode =
  'FILE_UNREADABLE' | 'FILE_LOCKED' | 'FILE_OLD_EXCEL' | 'FILE_OPEN_DOCUMENT' | 'FILE_ENCODING';

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
