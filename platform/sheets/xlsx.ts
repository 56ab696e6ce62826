import { Readable } from 'node:stream';
import yazl from 'yazl';
import { cutTo, sheetName } from './sheet_name.ts';
import type { Column } from './column.ts';
import { headOf, isFigure, type Table, type Writer } from './table.ts';
import { MAIN, partsOf } from './xlsx_parts.ts';
import { escaped, xml } from './xml.ts';

/** A spreadsheet keeps 15 digits of a number; what is longer is written as text, whole. */
const DIGITS = 15;
/** Where the heads stand: title, subtitle and whose it is above. */
const FIRST_ROW = 4;
/**
 * What fits on a sheet between them and the totals, and in a cell: a file with more is refused or
 * repaired.
 */
export const MOST_XLSX_ROWS = 1_048_576 - FIRST_ROW - 1;
const LONGEST_TEXT = 32_767;

export const STYLES = {
  title: 1,
  head: 2,
  count: 3,
  dong: 3,
  quantity: 4,
  percent: 5,
  date: 6,
  moment: 7,
  headRight: 8,
  text: 9,
  sumDong: 10,
  sumQuantity: 11,
  marked: 12,
  markedDate: 13,
} as const;

/** A, B … Z, AA: where a cell stands is written on it, because some programs ask for that. */
export const letters = (index: number): string =>
  (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCodePoint(65 + (index % 26));

export const textCell = (at: string, text: string, style = 0): string =>
  `<c r="${at}" t="inlineStr" s="${style}"><is><t xml:space="preserve">`
  + `${escaped(cutTo(LONGEST_TEXT, text))}</t></is></c>`;

/** Days since the day that spreadsheets count from, hours as a fraction. */
const serial = (iso: string): number =>
  Date.parse(`${iso.replace(' ', 'T')}${iso.length > 10 ? 'Z' : 'T00:00:00Z'}`) / 86_400_000
  + 25_569;

function cell(column: Column, at: string, text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return '';
  if (isFigure(column)) {
    const fits = text.replace(/\D/g, '').length <= DIGITS;
    return fits
      ? `<c r="${at}" s="${STYLES[column.kind as 'dong']}"><v>${text}</v></c>`
      : textCell(at, text);
  }
  if (column.kind === 'date' || column.kind === 'moment')
    return `<c r="${at}" s="${STYLES[column.kind]}"><v>${serial(text)}</v></c>`;
  return textCell(at, text);
}

async function* sheet(table: Table): AsyncGenerator<string> {
  const { title, subtitle, owner = '', columns, language, batches } = table;
  const places = columns.map((_column, index) => letters(index));
  // what people add below stays as they write it: codes and telephone numbers begin with a nought
  const styleOf = ({ kind }: Column) => (kind === 'text' ? ` style="${STYLES.text}"` : '');
  const widths = columns
    .map(
      (column, index) =>
        `<col min="${index + 1}" max="${index + 1}" width="${column.width + 2}" `
        + `customWidth="1"${styleOf(column)}/>`,
    )
    .join('');
  const heads = columns
    .map((column, index) =>
      textCell(
        `${places[index]}${FIRST_ROW}`,
        headOf(column, language),
        isFigure(column) ? STYLES.headRight : STYLES.head,
      ),
    )
    .join('');
  yield xml(`
    <worksheet xmlns="${MAIN}">
    <sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>
    <sheetViews><sheetView workbookViewId="0">
      <pane ySplit="${FIRST_ROW}" topLeftCell="A${FIRST_ROW + 1}" activePane="bottomLeft"
        state="frozen"/>
    </sheetView></sheetViews>
    <cols>${widths}</cols><sheetData>`);
  yield `<row r="1">${textCell('A1', title, STYLES.title)}</row>`;
  yield `<row r="2">${textCell('A2', subtitle)}</row>`;
  if (owner) yield `<row r="3">${textCell('A3', owner)}</row>`;
  yield `<row r="${FIRST_ROW}">${heads}</row>`;
  let line = FIRST_ROW;
  for await (const rows of batches) {
    let text = '';
    for (const row of rows) {
      line += 1;
      const cells = columns.map((column, index) =>
        cell(column, `${places[index]}${line}`, row[index]),
      );
      text += `<row r="${line}">${cells.join('')}</row>`;
    }
    yield text;
  }
  yield totalRow(table, places, line);
  yield '</sheetData>';
  const last = places.at(-1) ?? 'A';
  // a printed page is as wide as the table, and as many pages long as that asks for
  yield (
    `<autoFilter ref="A${FIRST_ROW}:${last}${Math.max(line, FIRST_ROW)}"/>`
    + '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
    + '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
    + `<headerFooter><oddFooter>&amp;L${escaped(title.replaceAll('&', '&&'))}`
    + '&amp;R&amp;P/&amp;N</oddFooter></headerFooter></worksheet>'
  );
}

/** Sums as formulas with their values: they follow whoever takes rows out. */
function totalRow({ totals, columns }: Table, places: readonly string[], last: number): string {
  if (!totals || last === FIRST_ROW) return '';
  const figures = totals.figures();
  const at = last + 1;
  const cells = columns.map((column, index) => {
    const place = `${places[index]}${at}`;
    const figure = figures[column.key];
    if (figure === undefined) return index === 0 ? textCell(place, totals.label, STYLES.head) : '';
    if (figure.replace(/\D/g, '').length > DIGITS) return textCell(place, figure, STYLES.headRight);
    const style = column.kind === 'quantity' ? STYLES.sumQuantity : STYLES.sumDong;
    const formula = formulaOf(totals, columns, places, index, last);
    return `<c r="${place}" s="${style}"><f>${escaped(formula)}</f><v>${figure}</v></c>`;
  });
  return `<row r="${at}">${cells.join('')}</row>`;
}

/** The sum of a column, less the rows that do not count. */
function formulaOf(
  { without }: NonNullable<Table['totals']>,
  columns: readonly Column[],
  places: readonly string[],
  index: number,
  last: number,
): string {
  const range = (place: string | undefined): string => `${place}${FIRST_ROW + 1}:${place}${last}`;
  const summed = range(places[index]);
  const judge = without && range(places[columns.findIndex(({ key }) => key === without.key)]);
  return [
    `SUM(${summed})`,
    ...(without?.words ?? []).map(
      (word) => `-SUMIF(${judge},"${word.replaceAll('"', '""')}",${summed})`,
    ),
  ].join('');
}

/**
 * A workbook of one sheet, packed while it is written: memory does not grow with the rows. `heads`
 * is the row in which the heads of the columns stand.
 */
export async function* packWorkbook(
  title: string,
  written: AsyncIterable<string>,
  heads: number,
): AsyncGenerator<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(partsOf(sheetName(title), heads)))
    zip.addBuffer(Buffer.from(text), name);
  const rows = Readable.from(written, { objectMode: false });
  // a failure while reading rows is a failure of the file
  rows.on('error', (error) => zip.outputStream.emit('error', error));
  zip.addReadStream(rows, 'xl/worksheets/sheet1.xml');
  zip.end();
  for await (const piece of zip.outputStream) yield piece as Buffer;
}

/** A list as a workbook, written while it is read. */
export const writeXlsx: Writer = (table) => packWorkbook(table.title, sheet(table), FIRST_ROW);
