// Reads an .xls or an .ods as a whole, in a thread of its own: see old_book.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { read, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import type { OldBook } from './old_book.ts';
import { isEmpty, textOf, type Cell, type SheetRow } from './sheet.ts';
import { numberAsSeen, styleOfFormat } from './styles.ts';

/** Columns and rows that count, as of newer books. */
const MOST_COLUMNS = 100;
const MOST_ROWS = 100_200;
/** Days between 1904 and 1900, when its days count from there. */
const FROM_1904 = 1462;

/** What a formula came to that failed, by the number that is kept. */
const ERRORS: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
};

function bookOf({ bytes, wanted }: { bytes: Uint8Array; wanted?: string }): OldBook {
  const book = read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    type: 'buffer',
    dense: true,
    cellFormula: false,
    cellHTML: false,
    cellNF: true,
    cellText: false,
    sheetRows: MOST_ROWS,
  });
  const names = book.SheetNames.filter((_, place) => !book.Workbook?.Sheets?.[place]?.Hidden);
  const name = [wanted, ...names, ...book.SheetNames].find((one) => one && book.Sheets[one]) ?? '';
  const sheet = book.Sheets[name];
  if (!sheet) throw new Error('it has no sheet');
  return {
    names: names.map((one) => one.slice(0, 100)),
    name: name.slice(0, 100),
    rows: rowsOf(sheet, firstDayOf(book)),
    merges: (sheet['!merges'] ?? []).flatMap(({ s: start, e: end }) =>
      start.r === end.r ? [] : { place: start.c, from: start.r + 1, to: end.r + 1 },
    ),
  };
}

const firstDayOf = ({ Workbook: settings }: WorkBook): number =>
  settings?.WBProps?.date1904 ? FROM_1904 : 0;

function rowsOf(sheet: WorkSheet, firstDay: number): SheetRow[] {
  // rows and cells without anything are holes
  const lines = (sheet['!data'] ?? []) as ((CellObject | undefined)[] | undefined)[];
  const found: SheetRow[] = [];
  for (const [place, line] of lines.entries()) {
    const cells = Array.from(line?.slice(0, MOST_COLUMNS) ?? [], (cell) => valueOf(cell, firstDay));
    const row: SheetRow = {
      rowNo: place + 1,
      cells,
      ...(sheet['!rows']?.[place]?.hidden ? { isHidden: true } : {}),
    };
    if (!isEmpty(row)) found.push(row);
  }
  return found;
}

/** A cell as people see it, as those of newer books are. */
function valueOf(cell: CellObject | undefined, firstDay: number): Cell {
  if (cell?.v === undefined || cell.v === null) return null;
  if (cell.t === 'b') return cell.v === true ? 'TRUE' : 'FALSE';
  if (cell.t === 'e') return { fault: 'error_cell', text: ERRORS[Number(cell.v)] ?? '#N/A' };
  if (cell.t !== 'n') return textOf(String(cell.v));
  const number = Number(cell.v);
  if (!Number.isFinite(number)) return null;
  const style = styleOfFormat(String(cell.z ?? ''));
  // the hour of a day has the noise of a machine, which would make it the day before
  const exact = style.isDate ? Math.round(number * 86_400) / 86_400 : number;
  return numberAsSeen(exact, style, firstDay);
}

// a port of a thread, not a window: it has no origin to name
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(bookOf(workerData as { bytes: Uint8Array; wanted?: string }));
