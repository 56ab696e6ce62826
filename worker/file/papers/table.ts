import type { Column } from '../../../platform/sheets/column.ts';
import { headOf, isFigure } from '../../../platform/sheets/table.ts';
import { paperText } from '../../../platform/words.ts';
import { shown } from '../exports/shown.ts';
import type { TableBlock } from './paper.ts';
import {
  bottomOf,
  heightOf,
  rule,
  turnPage,
  widthOf,
  write,
  type Font,
  type Sheet,
} from './sheet.ts';

const PADDING = 4;
/** White below the last row. */
const AFTER = 4;
/** A row is at most so much of a page: what a cell holds beyond that is not for paper. */
const MOST_OF_PAGE = 0.6;
/** Lines of the end that are not left behind by what closes the paper. */
const KEPT_ROWS = 2;

const number: Column = { key: 'line', vi: '', en: '', kind: 'text', width: 5 };

/** A table that is measured: what stands in its cells, and how tall each row is. */
export interface LaidTable {
  places: readonly { column: Column; x: number; width: number }[];
  heads: readonly string[];
  headHeight: number;
  rows: readonly (readonly string[])[];
  heights: readonly number[];
  fontOf(row: number): Font;
  sums: readonly string[] | null;
  sumHeight: number;
}

/** Measures a table: what does not fit into a cell goes on in its next line. */
export function layTable(sheet: Sheet, block: TableBlock): LaidTable {
  const { language } = sheet;
  const places = placesOf(sheet, block);
  const rows = block.rows.map((cells, index) => {
    const said = block.columns.map((column, nth) => shown(column, cells[nth], language));
    return block.isNumbered ? [String(index + 1), ...said] : said;
  });
  const fontOf = (row: number): Font => (block.strong?.has(row) ? 'bold' : 'regular');
  const sums = block.sums ? places.map(({ column }) => block.sums?.[column.key] ?? '') : null;
  const heads = places.map(({ column }) =>
    column === number ? paperText('line', language) : headOf(column, language),
  );
  return {
    places,
    heads,
    headHeight: headHeight(sheet, places, heads),
    rows,
    heights: rows.map((cells, index) => rowHeight(sheet, places, cells, fontOf(index))),
    fontOf,
    sums,
    sumHeight: sums ? rowHeight(sheet, places, sums, 'bold') : 0,
  };
}

/** The columns with their places: as wide as their characters ask for, in the width there is. */
function placesOf(sheet: Sheet, block: TableBlock): LaidTable['places'] {
  const columns = block.isNumbered ? [number, ...block.columns] : [...block.columns];
  const asked = columns.reduce((sum, column) => sum + column.width, 0);
  let x = sheet.size.side;
  return columns.map((column) => {
    const width = (column.width / asked) * widthOf(sheet);
    const place = { column, x: x + PADDING, width: width - 2 * PADDING };
    x += width;
    return place;
  });
}

/**
 * The rows that begin a page, when the table begins where the sheet is and so much follows it: the
 * last rows move to the next page with what closes the paper.
 */
export function breaksOf(sheet: Sheet, laid: LaidTable, closing: number): Set<number> {
  const breaks = new Set<number>();
  const { heights, headHeight: heads } = laid;
  const tail = laid.sumHeight + AFTER + closing;
  const kept = Math.max(0, heights.length - KEPT_ROWS);
  let y = sheet.y + heads;
  heights.forEach((height, index) => {
    const rest = heights.slice(kept).reduce((sum, each) => sum + each, 0) + tail;
    const needed = index === kept ? rest : height;
    if (index > 0 && y + needed > bottomOf(sheet)) {
      breaks.add(index);
      y = sheet.size.edge + sheet.continuation + heads;
    }
    y += height;
  });
  return breaks;
}

/** Hairlines between rows and no boxes; pauses after each row, for others who wait. */
export function* drawRows(
  sheet: Sheet,
  laid: LaidTable,
  breaks: ReadonlySet<number>,
): Generator<number> {
  drawHeads(sheet, laid);
  for (const [index, cells] of laid.rows.entries()) {
    if (breaks.has(index)) {
      turnPage(sheet);
      drawHeads(sheet, laid);
    }
    drawRow(sheet, laid, cells, laid.heights[index] ?? 0, laid.fontOf(index));
    const isLast = index === laid.rows.length - 1;
    rule(sheet, sheet.y, isLast ? 0.9 : 0.35, isLast ? '#000' : '#999');
    yield index;
  }
  if (laid.sums) drawRow(sheet, laid, laid.sums, laid.sumHeight, 'bold');
  sheet.y += AFTER;
}

/** A table and room for what closes the paper, `closing` points tall, on the page of its end. */
export function drawTable(sheet: Sheet, block: TableBlock, closing: number): void {
  const laid = layTable(sheet, block);
  const first = laid.headHeight + (laid.heights[0] ?? 0);
  if (sheet.y + first > bottomOf(sheet)) turnPage(sheet);
  const rows = drawRows(sheet, laid, breaksOf(sheet, laid, closing));
  while (!rows.next().done);
}

function rowHeight(
  sheet: Sheet,
  places: LaidTable['places'],
  cells: readonly string[],
  font: Font,
): number {
  const tallest = Math.max(
    0,
    ...places.map(({ width, x }, index) => heightOf(sheet, cells[index] ?? '', { x, width, font })),
  );
  return Math.min(Math.max(sheet.size.row, tallest + 6), sheet.size.height * MOST_OF_PAGE);
}

function headHeight(sheet: Sheet, places: LaidTable['places'], heads: readonly string[]): number {
  const points = sheet.size.small;
  return Math.max(
    sheet.size.row - 2,
    ...places.map(
      ({ x, width }, index) =>
        heightOf(sheet, heads[index] ?? '', { x, width, font: 'bold', points }) + 6,
    ),
  );
}

function drawHeads(sheet: Sheet, { places, heads, headHeight: height }: LaidTable): void {
  rule(sheet, sheet.y, 0.9);
  places.forEach(({ column, x, width }, index) => {
    write(sheet, heads[index] ?? '', sheet.y + 4, {
      x,
      width,
      font: 'bold',
      points: sheet.size.small,
      align: isFigure(column) ? 'right' : 'left',
    });
  });
  sheet.y += height;
  rule(sheet, sheet.y, 0.9);
}

function drawRow(
  sheet: Sheet,
  { places }: LaidTable,
  cells: readonly string[],
  height: number,
  font: Font,
): void {
  places.forEach(({ column, x, width }, index) => {
    const text = cells[index] ?? '';
    const most = height - 4;
    const taken = Math.min(heightOf(sheet, text, { x, width, font }), most);
    write(sheet, text, sheet.y + (height - taken) / 2, {
      x,
      width,
      font,
      most,
      align: isFigure(column) ? 'right' : 'left',
    });
  });
  sheet.y += height;
}
