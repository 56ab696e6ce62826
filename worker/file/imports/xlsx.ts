import { openPackage, type PackageParts } from './package_parts.ts';
import { isEmpty, textOf, Unreadable, type Cell, type Sheet, type SheetRow } from './sheet.ts';
import { parseXml, readXml } from './xml.ts';

/** Columns that count; what stands further right is nothing that a template knows. */
const MOST_COLUMNS = 100;
/** Letters of a cell that a spreadsheet keeps; of what is longer nobody needs the rest. */
const LONGEST_CELL = 32_767;
/** Letters of all texts together, which stay in memory: many times what 100,000 rows need. */
const MOST_SHARED = 64 * 1024 * 1024;

/** The first sheet of an Excel file, read as it is unpacked: memory does not grow with its rows. */
export async function readXlsx(bytes: Buffer): Promise<Sheet> {
  const parts = await openPackage(bytes);
  const path = await pathOfFirstSheet(parts);
  const shared = await sharedStrings(parts);
  let announced: number | null = null;
  const rows = rowsOf(await parts.read(path), shared, (rowCount) => {
    announced = rowCount;
  });
  return { rows, total: () => announced };
}

async function pathOfFirstSheet(parts: PackageParts): Promise<string> {
  let relation: string | undefined;
  let countsFrom1904 = false;
  await readXml(await parts.read('xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'sheet')
        relation ??=
          attributes['r:id']
          ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      if (name === 'workbookPr') countsFrom1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
    },
  });
  // days would be four years early, and nobody would see it
  if (countsFrom1904) throw new Unreadable('its days count from 1904');
  let target: string | undefined;
  await readXml(await parts.read('xl/_rels/workbook.xml.rels'), {
    open(name, { Id: id, Target: path }) {
      if (name === 'Relationship' && id === relation) target = path;
    },
  });
  if (target === undefined) throw new Unreadable('it has no sheet');
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

async function sharedStrings(parts: PackageParts): Promise<string[]> {
  const found: string[] = [];
  let size = 0;
  if (!parts.has('xl/sharedStrings.xml')) return found;
  let text = '';
  let isText = false;
  let isReading = false;
  await readXml(await parts.read('xl/sharedStrings.xml'), {
    open(name) {
      if (name === 'si') text = '';
      // how it is read aloud is no part of it
      if (name === 'rPh') isReading = true;
      isText = name === 't' && !isReading;
    },
    text(piece) {
      if (isText && text.length < LONGEST_CELL) text += piece;
    },
    close(name) {
      isText = false;
      if (name === 'rPh') isReading = false;
      if (name !== 'si') return;
      found.push(text);
      size += text.length;
      if (size > MOST_SHARED) throw new Unreadable('its texts are too many');
    },
  });
  return found;
}

async function* rowsOf(
  bytes: AsyncIterable<Buffer>,
  shared: readonly string[],
  announce: (rowCount: number) => void,
): AsyncGenerator<SheetRow> {
  let row: SheetRow = { rowNo: 0, cells: [] };
  let cell = { column: 0, type: '', written: '' };
  let isValue = false;
  let done: SheetRow[] = [];
  const pieces = parseXml(bytes, {
    open(name, attributes) {
      if (name === 'dimension') announce(lastRowOf(attributes.ref));
      if (name === 'row') row = { rowNo: Number(attributes.r ?? row.rowNo + 1), cells: [] };
      if (name === 'c')
        cell = {
          column: columnOf(attributes.r) ?? row.cells.length,
          type: attributes.t ?? 'n',
          written: '',
        };
      isValue = name === 'v' || name === 't';
    },
    text(piece) {
      if (isValue && cell.written.length < LONGEST_CELL) cell.written += piece;
    },
    close(name) {
      isValue = false;
      if (name === 'c' && cell.column < MOST_COLUMNS)
        setCell(row.cells, cell.column, valueOf(cell, shared));
      if (name === 'row' && !isEmpty(row)) done.push(row);
    },
  });
  while (!(await pieces.next()).done) {
    yield* done;
    done = [];
  }
}

function setCell(cells: Cell[], column: number, value: Cell): void {
  while (cells.length < column) cells.push(null);
  cells[column] = value;
}

/** A1:C9 is nine rows; nothing that is so written is longer than this. */
function lastRowOf(reference: string | undefined): number {
  const rows = /^[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}(\d{1,7}))?$/.exec(reference ?? '')?.[1];
  return Number(rows ?? 0);
}

/** B of B7 is the second column, counted from 0. */
function columnOf(place: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(place ?? '')?.[0];
  return letters === undefined
    ? undefined
    : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function valueOf(
  { type, written }: { type: string; written: string },
  shared: readonly string[],
): Cell {
  if (type === 's') return textOf(shared[Number(written)] ?? '');
  if (type !== 'n') return textOf(written);
  const text = textOf(written);
  return text !== null && Number.isFinite(Number(text)) ? Number(text) : text;
}
