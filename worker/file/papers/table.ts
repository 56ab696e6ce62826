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
/** Lines of the end that are not left behind by what closes the paper. */
const KEPT_ROWS = 2;

const number: Column = { key: 'line', vi: '', en: '', kind: 'text', width: 5 };

/** The columns with their places: as wide as their characters ask for, in the width there is. */
function placesOf(sheet: Sheet, block: TableBlock) {
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
type Places = ReturnType<typeof placesOf>;

/**
 * Hairlines between rows and no boxes; what does not fit into a cell goes on in its next line. The
 * last rows move to the next page with what follows them, `closing` points tall.
 */
export function drawTable(sheet: Sheet, block: TableBlock, closing: number): void {
  const { language } = sheet;
  const places = placesOf(sheet, block);
  const rows = block.rows.map((cells, index) => {
    const said = block.columns.map((column, nth) => shown(column, cells[nth], language));
    return block.isNumbered ? [String(index + 1), ...said] : said;
  });
  const fontOf = (index: number): Font => (block.strong?.has(index) ? 'bold' : 'regular');
  const heights = rows.map((cells, index) => rowHeight(sheet, places, cells, fontOf(index)));
  const sums = block.sums ? sumCells(places, block.sums) : null;
  const foot = sums ? rowHeight(sheet, places, sums, 'bold') : 0;
  const heads = places.map(({ column }) =>
    column === number ? paperText('line', language) : headOf(column, language),
  );
  const drawHeads = () => drawHeadRow(sheet, places, heads);
  const first = heights[0] ?? 0;
  if (sheet.y + sheet.size.row + first > bottomOf(sheet)) turnPage(sheet);
  drawHeads();
  rows.forEach((cells, index) => {
    const height = heights[index] ?? 0;
    const isKept = index === Math.max(0, rows.length - KEPT_ROWS);
    const rest = heights.slice(index).reduce((sum, each) => sum + each, 0) + foot + AFTER + closing;
    const needed = isKept ? rest : height;
    const isAlone = index === 0;
    if (!isAlone && sheet.y + needed > bottomOf(sheet)) {
      turnPage(sheet);
      drawHeads();
    }
    drawRow(sheet, places, cells, height, fontOf(index));
    const isLast = index === rows.length - 1;
    rule(sheet, sheet.y, isLast ? 0.9 : 0.35, isLast ? '#000' : '#999');
  });
  if (sums) drawRow(sheet, places, sums, foot, 'bold');
  sheet.y += AFTER;
}

const sumCells = (places: Places, sums: Readonly<Record<string, string>>): string[] =>
  places.map(({ column }) => sums[column.key] ?? '');

function rowHeight(sheet: Sheet, places: Places, cells: readonly string[], font: Font): number {
  const tallest = Math.max(
    0,
    ...places.map(({ width, x }, index) =>
      heightOf(sheet, cells[index] ?? '', { x, width, font }),
    ),
  );
  return Math.max(sheet.size.row, tallest + 6);
}

function drawHeadRow(sheet: Sheet, places: Places, heads: readonly string[]): void {
  const points = sheet.size.small;
  const height = Math.max(
    sheet.size.row - 2,
    ...places.map(
      ({ x, width }, index) =>
        heightOf(sheet, heads[index] ?? '', { x, width, font: 'bold', points }) + 6,
    ),
  );
  rule(sheet, sheet.y, 0.9);
  places.forEach(({ column, x, width }, index) => {
    write(sheet, heads[index] ?? '', sheet.y + 4, {
      x,
      width,
      font: 'bold',
      points,
      align: isFigure(column) ? 'right' : 'left',
    });
  });
  sheet.y += height;
  rule(sheet, sheet.y, 0.9);
}

function drawRow(
  sheet: Sheet,
  places: Places,
  cells: readonly string[],
  height: number,
  font: Font,
): void {
  places.forEach(({ column, x, width }, index) => {
    const text = cells[index] ?? '';
    const taken = heightOf(sheet, text, { x, width, font });
    write(sheet, text, sheet.y + (height - taken) / 2, {
      x,
      width,
      font,
      align: isFigure(column) ? 'right' : 'left',
    });
  });
  sheet.y += height;
}
