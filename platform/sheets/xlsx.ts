import { Readable } from 'node:stream';
import yazl from 'yazl';
import { cutTo, sheetName } from './sheet_name.ts';
import type { Column } from './column.ts';
import { headOf, isFigure, type Table, type Writer } from './table.ts';

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

// eslint-disable-next-line no-control-regex -- XML has no word for them
const UNSPEAKABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
const escaped = (text: string): string =>
  text
    .replace(UNSPEAKABLE, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** A, B … Z, AA: where a cell stands is written on it, because some programs ask for that. */
const letters = (index: number): string =>
  (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCodePoint(65 + (index % 26));

const textCell = (at: string, text: string, style = 0): string =>
  `<c r="${at}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(cutTo(LONGEST_TEXT, text))}</t></is></c>`;

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
        `<col min="${index + 1}" max="${index + 1}" width="${column.width + 2}" customWidth="1"${styleOf(column)}/>`,
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
  yield (
    '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    + `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${FIRST_ROW}" topLeftCell="A${FIRST_ROW + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
    + `<cols>${widths}</cols><sheetData><row r="1">${textCell('A1', title, STYLES.title)}</row><row r="2">${textCell('A2', subtitle)}</row><row r="${FIRST_ROW}">${heads}</row>`
  );
  let line = FIRST_ROW;
  for await (const rows of batches) {
    let text = '';
    for (const row of rows) {
      line += 1;
      text += `<row r="${line}">${columns.map((column, index) => cell(column, `${places[index]}${line}`, row[index])).join('')}</row>`;
    }
    yield text;
  }
  yield '</sheetData></worksheet>';
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

/**
 * The parts of a workbook that are the same in all: ECMA-376, the least that every program opens.
 */
const parts = (title: string): Record<string, string> => ({
  '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(sheetName(title)).replaceAll('"', '&quot;')}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy hh:mm"/><numFmt numFmtId="166" formatCode="#,##0.###"/></numFmts><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="14"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="10"><xf/><xf fontId="1" applyFont="1"/><xf fontId="2" applyFont="1"/><xf numFmtId="3" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf fontId="2" applyFont="1" applyAlignment="1"><alignment horizontal="right"/></xf><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`,
});

/** A workbook of one sheet, written while it is read: memory does not grow with the rows. */
export const writeXlsx: Writer = async function* writeXlsx(table) {
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(parts(table.title)))
    zip.addBuffer(Buffer.from(text), name);
  const rows = Readable.from(sheet(table), { objectMode: false });
  // a failure while reading rows is a failure of the file
  rows.on('error', (error) => zip.outputStream.emit('error', error));
  zip.addReadStream(rows, 'xl/worksheets/sheet1.xml');
  zip.end();
  for await (const piece of zip.outputStream) yield piece as Buffer;
};
