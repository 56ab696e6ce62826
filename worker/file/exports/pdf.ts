import PDFDocument from 'pdfkit';
import type { Table, Writer } from '../../../platform/sheets/table.ts';
import { closingHeight, drawClosing } from '../papers/closing.ts';
import { drawFoot } from '../papers/foot.ts';
import { continuationHeight, drawContinuation, drawHead } from '../papers/head.ts';
import type { Paper, TableBlock } from '../papers/paper.ts';
import { fonts, type Sheet } from '../papers/sheet.ts';
import { sizes } from '../papers/sizes.ts';
import { breaksOf, drawRows, layTable } from '../papers/table.ts';
import { shown } from './shown.ts';

/** More than anybody prints; a spreadsheet takes the rest. */
export const MOST_PDF_ROWS = 10_000;
/** After so many rows others have their turn, and what is drawn leaves the memory. */
const PAUSE_ROWS = 100;

/**
 * A4 lying down: whose it is, title, filters in words, heads on every page, cells in as many lines
 * as they need, totals, page x of y. All rows are measured first, or nobody would know how many
 * pages there are.
 */
export const writePdf: Writer = async function* writePdf(table) {
  const rows: (readonly (string | null)[])[] = [];
  for await (const batch of table.batches) rows.push(...batch);
  const document = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margins: {
      top: sizes.report.edge,
      left: sizes.report.side,
      right: sizes.report.side,
      bottom: 0,
    },
    autoFirstPage: false,
    info: { Title: table.title },
  });
  for (const [name, file] of Object.entries(fonts)) document.registerFont(name, file);
  const pieces: Buffer[] = [];
  document.on('data', (piece: Buffer) => pieces.push(piece));
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  document.on('end', resolve).on('error', reject);
  const drawing = drawReport(document, table, rows);
  for (let drawn = 1; !drawing.next().done; drawn += 1) {
    if (drawn % PAUSE_ROWS !== 0) continue;
    await new Promise((go) => setImmediate(go));
    yield Buffer.concat(pieces.splice(0));
  }
  document.end();
  await ended;
  yield Buffer.concat(pieces.splice(0));
};

function* drawReport(
  document: PDFKit.PDFDocument,
  table: Table,
  rows: TableBlock['rows'],
): Generator<unknown> {
  const block: TableBlock = {
    kind: 'table',
    columns: table.columns,
    rows,
    isNumbered: false,
    ...sumsOf(table),
  };
  const paper: Paper = {
    title: table.title,
    subtitle: table.subtitle,
    code: '',
    letterhead: table.owner ? { name: table.owner, lines: [], logo: null } : null,
    head: [],
    qr: null,
    blocks: [block],
    closing: { lines: [], sums: [], transfer: null, signatures: table.signatures ?? [] },
    invalid: null,
    printed: table.title,
  };
  let page = 1;
  let pages = 1;
  const sheet: Sheet = {
    document,
    size: sizes.report,
    language: table.language,
    y: sizes.report.edge,
    onNewPage: () => drawContinuation(sheet, paper),
    continuation: 0,
    onPageEnd() {
      drawFoot(sheet, paper, page, pages);
      page += 1;
    },
  };
  document.addPage();
  sheet.continuation = continuationHeight(sheet, paper);
  drawHead(sheet, paper);
  const laid = layTable(sheet, block);
  const breaks = breaksOf(sheet, laid, closingHeight(sheet, paper));
  pages = 1 + breaks.size;
  yield* drawRows(sheet, laid, breaks);
  drawClosing(sheet, paper);
  drawFoot(sheet, paper, page, pages);
}

/** What stands under the columns: their sums, and what they are in the first one. */
function sumsOf({ totals, columns, language }: Table): Pick<TableBlock, 'sums'> {
  const [first] = columns;
  if (!totals || !first) return {};
  const figures = totals.figures();
  return {
    sums: {
      ...Object.fromEntries(
        columns.flatMap((column) => {
          const figure = figures[column.key];
          return figure === undefined ? [] : [[column.key, shown(column, figure, language)]];
        }),
      ),
      [first.key]: totals.label,
    },
  };
}
