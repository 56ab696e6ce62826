import { readMerges, withMerges } from './merges.ts';
import { openPackage, type PackageParts } from './package_parts.ts';
import { isEmpty, textOf, Unreadable, type Cell, type Sheet, type SheetRow } from './sheet.ts';
import { numberAsSeen, readStyles, type Style } from './styles.ts';
import { parseXml, readXml } from './xml.ts';

/** Columns that count; what stands further right is nothing that a template knows. */
const MOST_COLUMNS = 100;
/** Letters of a cell that a spreadsheet keeps; of what is longer nobody needs the rest. */
const LONGEST_CELL = 32_767;
/** Letters of all texts together, which stay in memory: many times what 100,000 rows need. */
const MOST_SHARED = 64 * 1024 * 1024;

/**
 * A sheet of an Excel file, read as it is unpacked: memory does not grow with its rows. Without a
 * name it is the one that was open when it was saved, or the first that is not hidden.
 */
export async function readXlsx(bytes: Buffer, wanted?: string): Promise<Sheet> {
  const parts = await openPackage(bytes);
  const at = await placeOfWorkbook(parts);
  const book = await readWorkbook(parts, at);
  const sheet =
    book.sheets.find(({ name }) => name === wanted)
    ?? book.sheets.find(({ place, isHidden }) => place === book.active && !isHidden)
    ?? book.sheets.find(({ isHidden }) => !isHidden)
    ?? book.sheets[0];
  if (!sheet) throw new Unreadable('it has no sheet');
  const shared = await sharedStrings(parts, at);
  const styles = await readStyles(parts, at.folder);
  let announced: number | null = null;
  const path = await pathOf(parts, at, sheet.relation);
  const merges = await readMerges(await parts.read(path));
  const rows = rowsOf(
    await parts.read(path),
    { shared, styles, firstDay: book.firstDay },
    (rowCount) => {
      announced = rowCount;
    },
  );
  return {
    names: book.sheets.flatMap(({ name, isHidden }) => (isHidden ? [] : name)),
    name: sheet.name,
    rows: merges.length === 0 ? rows : withMerges(rows, merges),
    total: () => announced,
  };
}

/** Where the workbook stands in its package: xl/ and workbook.xml, or wherever its list says. */
interface Place {
  folder: string;
  name: string;
}

async function placeOfWorkbook(parts: PackageParts): Promise<Place> {
  let target: string | undefined;
  if (!parts.has('xl/workbook.xml') && parts.has('_rels/.rels'))
    await readXml(await parts.read('_rels/.rels'), {
      open(name, { Type: type, Target: path }) {
        if (name === 'Relationship' && type?.endsWith('/officeDocument')) target = path;
      },
    });
  const path = target?.replace(/^\//, '') ?? 'xl/workbook.xml';
  const end = path.lastIndexOf('/') + 1;
  return { folder: path.slice(0, end), name: path.slice(end) };
}

interface BookSheet {
  name: string;
  place: number;
  isHidden: boolean;
  relation: string | undefined;
}

const MOST_SHEETS = 200;

async function readWorkbook(parts: PackageParts, place: Place) {
  const sheets: BookSheet[] = [];
  let active = 0;
  let firstDay = 0;
  await readXml(await parts.read(`${place.folder}${place.name}`), {
    open(name, attributes) {
      if (name === 'sheet') {
        if (sheets.length === MOST_SHEETS) throw new Unreadable('it has too many sheets');
        sheets.push({
          name: (attributes['name'] ?? '').slice(0, 100),
          place: sheets.length,
          isHidden: (attributes['state'] ?? 'visible') !== 'visible',
          relation:
            attributes['r:id']
            ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1],
        });
      }
      if (name === 'workbookView') active = Number(attributes['activeTab'] ?? 0);
      // its days count from 1904
      if (name === 'workbookPr' && ['1', 'true'].includes(attributes['date1904'] ?? ''))
        firstDay = 1462;
    },
  });
  return { sheets, active, firstDay };
}

async function pathOf(
  parts: PackageParts,
  { folder, name }: Place,
  relation: string | undefined,
): Promise<string> {
  let target: string | undefined;
  await readXml(await parts.read(`${folder}_rels/${name}.rels`), {
    open(tag, { Id: id, Target: path }) {
      if (tag === 'Relationship' && id === relation) target = path;
    },
  });
  if (target === undefined) throw new Unreadable('it has no sheet');
  return target.startsWith('/') ? target.slice(1) : `${folder}${target}`;
}

async function sharedStrings(parts: PackageParts, { folder }: Place): Promise<string[]> {
  const path = `${folder}sharedStrings.xml`;
  const found: string[] = [];
  let size = 0;
  if (!parts.has(path)) return found;
  let text = '';
  let isText = false;
  let isReading = false;
  await readXml(await parts.read(path), {
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
  book: Book,
  announce: (rowCount: number) => void,
): AsyncGenerator<SheetRow> {
  let row: SheetRow = { rowNo: 0, cells: [] };
  let cell = { column: 0, type: '', style: 0, written: '' };
  let isValue = false;
  let done: SheetRow[] = [];
  const pieces = parseXml(bytes, {
    open(name, attributes) {
      if (name === 'dimension') announce(lastRowOf(attributes.ref));
      if (name === 'row')
        row = {
          rowNo: Number(attributes['r'] ?? row.rowNo + 1),
          cells: [],
          ...(['1', 'true'].includes(attributes['hidden'] ?? '') ? { isHidden: true } : {}),
        };
      if (name === 'c')
        cell = {
          column: columnOf(attributes.r) ?? row.cells.length,
          type: attributes.t ?? 'n',
          style: Number(attributes.s ?? 0),
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
        setCell(row.cells, cell.column, valueOf(cell, book));
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

/** What the cells of a workbook refer to. */
interface Book {
  shared: readonly string[];
  styles: readonly Style[];
  /** Days between 1904 and 1900, when its days count from there. */
  firstDay: number;
}

interface WrittenCell {
  type: string;
  style: number;
  written: string;
}

/** A cell as people see it. */
function valueOf({ type, style, written }: WrittenCell, book: Book): Cell {
  if (type === 's') return textOf(unescaped(book.shared[Number(written)] ?? ''));
  if (type === 'b') return written.trim() === '1' ? 'TRUE' : 'FALSE';
  if (type === 'e') return { fault: 'error_cell', text: written.trim() };
  if (type === 'd') return textOf(written.split('T', 1)[0] ?? '');
  if (type !== 'n') return textOf(unescaped(written));
  const text = textOf(written);
  if (text === null || !Number.isFinite(Number(text))) return text;
  return numberAsSeen(Number(text), book.styles[style] ?? {}, book.firstDay);
}

/** Some programs write signs that XML has no letter for in this way. */
const unescaped = (text: string): string =>
  text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
