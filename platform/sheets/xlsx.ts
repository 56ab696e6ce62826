import { Readable } from 'node:stream';
import yazl from 'yazl';
import { cutTo, sheetName } from './sheet_name.ts';
import type { Column } from './column.ts';
import { headOf, isFigure, type Table, type Writer } from './table.ts';
import { MAIN, partsOf } from './xlsx_parts.ts';
import { escaped, xml } from './xml.ts';

/** A spreadsheet keeps 15 digits of a number; what is longer is written as text, whole. */
const DIGITS = 15;
/** Where the heads stand: title, subtitle and an empty row above. */
const FIRST_ROW = 4;
/** What fits on a sheet below them, and in a cell: a file with more is refused or repaired. */
export const MOST_XLSX_ROWS = 1_048_576 - FIRST_ROW;
const LONGEST_TEXT = 32_767;

const STYLES = {
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
} as const;

/** A, B … Z, AA: where a cell stands is written on it, because some programs ask for that. */
const letters = (index: number): string =>
  (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCodePoint(65 + (index % 26));

const textCell = (at: string, text: string, style = 0): string =>
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

async function* sheet({
  title,
  subtitle,
  columns,
  language,
  batches,
}: Table): AsyncGenerator<string> {
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
    <sheetViews><sheetView workbookViewId="0">
      <pane ySplit="${FIRST_ROW}" topLeftCell="A${FIRST_ROW + 1}" activePane="bottomLeft"
        state="frozen"/>
    </sheetView></sheetViews>
    <cols>${widths}</cols><sheetData>`);
  yield `<row r="1">${textCell('A1', title, STYLES.title)}</row>`;
  yield `<row r="2">${textCell('A2', subtitle)}</row><row r="${FIRST_ROW}">${heads}</row>`;
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
  yield '</sheetData></worksheet>';
}

/** A workbook of one sheet, written while it is read: memory does not grow with the rows. */
export const writeXlsx: Writer = async function* writeXlsx(table) {
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(partsOf(sheetName(table.title))))
    zip.addBuffer(Buffer.from(text), name);
  const rows = Readable.from(sheet(table), { objectMode: false });
  // a failure while reading rows is a failure of the file
  rows.on('error', (error) => zip.outputStream.emit('error', error));
  zip.addReadStream(rows, 'xl/worksheets/sheet1.xml');
  zip.end();
  for await (const piece of zip.outputStream) yield piece as Buffer;
};
