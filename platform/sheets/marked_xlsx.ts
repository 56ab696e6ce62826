import { letters, packWorkbook, STYLES, textCell } from './xlsx.ts';
import { MAIN } from './xlsx_parts.ts';
import { xml } from './xml.ts';

/** What stands in a cell; a day counts from 1899-12-30, as spreadsheets do. */
export type MarkedValue = string | number | { day: number } | null;

/** A row as somebody wrote it, with the cells that are pointed at. */
export interface MarkedRow {
  /** From 1, as spreadsheets count; rows come in their order. */
  rowNo: number;
  cells: readonly { value: MarkedValue; isMarked: boolean }[];
}

/** Rows where they stood, with some of their cells in red; heads in row `heads`. */
export const writeMarkedXlsx = (
  title: string,
  rows: AsyncIterable<MarkedRow>,
  heads: number,
): AsyncIterable<Buffer> => packWorkbook(title, sheetOf(rows), heads);

async function* sheetOf(rows: AsyncIterable<MarkedRow>): AsyncGenerator<string> {
  yield xml(`<worksheet xmlns="${MAIN}"><sheetData>`);
  for await (const { rowNo, cells } of rows)
    yield `<row r="${rowNo}">${cells
      .map(({ value, isMarked }, place) => cellOf(`${letters(place)}${rowNo}`, value, isMarked))
      .join('')}</row>`;
  yield '</sheetData></worksheet>';
}

function cellOf(at: string, value: MarkedValue, isMarked: boolean): string {
  const style = isMarked ? STYLES.marked : 0;
  // a cell that lacks something is red, too
  if (value === null) return isMarked ? `<c r="${at}" s="${style}"/>` : '';
  if (typeof value === 'string') return textCell(at, value, style);
  if (typeof value === 'number') return `<c r="${at}" s="${style}"><v>${value}</v></c>`;
  return `<c r="${at}" s="${isMarked ? STYLES.markedDate : STYLES.date}"><v>${value.day}</v></c>`;
}
