import PDFDocument from 'pdfkit';
import { headOf, isFigure, type Writer } from '../../../platform/sheets/table.ts';
import { fonts } from '../papers/sheet.ts';
import { shown } from './shown.ts';

/** More than anybody prints; a spreadsheet takes the rest. */
export const MOST_PDF_ROWS = 10_000;

const MARGIN = 36;
const ROW = 15;
const TEXT = 8;

/** A4 lying down, one line a row, heads on every page, pages numbered. */
export const writePdf: Writer = async function* writePdf(table) {
  const { columns, language } = table;
  // no margin below: text that reaches into it would begin a page by itself
  const document = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: 0 },
    autoFirstPage: false,
    info: { Title: table.title },
  });
  document.registerFont('regular', fonts.regular).registerFont('bold', fonts.bold);
  const pieces: Buffer[] = [];
  document.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  const width = 841.89 - 2 * MARGIN;
  const bottom = 595.28 - MARGIN - ROW;
  const first = MARGIN + 40;
  const rowsOf = (top: number) => Math.floor((bottom - top - ROW) / ROW);
  const pages = 1 + Math.max(0, Math.ceil((table.total - rowsOf(first)) / rowsOf(MARGIN)));
  const chars = columns.reduce((sum, column) => sum + column.width, 0);
  const widths = columns.map((column) => (column.width / chars) * width);
  let page = 0;
  let y = 0;

  const line = (cells: readonly string[], font: string) => {
    let x = MARGIN;
    document.font(font).fontSize(TEXT);
    columns.forEach((column, index) => {
      const cellWidth = widths[index] ?? 0;
      document.text(cells[index] ?? '', x + 2, y + 4, {
        width: cellWidth - 4,
        height: TEXT + 2,
        ellipsis: true,
        lineBreak: false,
        align: isFigure(column) ? 'right' : 'left',
      });
      x += cellWidth;
    });
    y += ROW;
    document
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + width, y)
      .lineWidth(0.5)
      .strokeColor('#C9CED6')
      .stroke();
  };
  const turn = () => {
    document.addPage();
    page += 1;
    y = MARGIN;
    if (page === 1) {
      document.font('bold').fontSize(14).text(table.title, MARGIN, y, { lineBreak: false });
      document
        .font('regular')
        .fontSize(9)
        .text(table.subtitle, MARGIN, y + 20, {
          width,
          height: 12,
          ellipsis: true,
          lineBreak: false,
        });
      y = first;
    }
    const number = language === 'vi' ? `Trang ${page}/${pages}` : `Page ${page}/${pages}`;
    document
      .font('regular')
      .fontSize(TEXT)
      .text(number, MARGIN, bottom + 8, { width, align: 'right', lineBreak: false });
    line(
      columns.map((column) => headOf(column, language)),
      'bold',
    );
  };

  turn();
  for await (const rows of table.batches) {
    for (const row of rows) {
      if (y + ROW > bottom) turn();
      line(
        columns.map((column, index) => shown(column, row[index], language)),
        'regular',
      );
    }
    yield Buffer.concat(pieces.splice(0));
  }
  document.end();
  await ended;
  yield Buffer.concat(pieces.splice(0));
};
