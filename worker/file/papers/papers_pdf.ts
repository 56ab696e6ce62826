import PDFDocument from 'pdfkit';
import type { Language } from '../../../platform/sheets/column.ts';
import { closingHeight, drawClosing, drawLine, lineHeight } from './closing.ts';
import { continuationHeight, drawContinuation, drawHead } from './head.ts';
import type { Block, Paper } from './paper.ts';
import { fonts, heightOf, makeRoom, widthOf, write, type Sheet } from './sheet.ts';
import { drawFoot } from './foot.ts';
import { sizes, type PaperSize } from './sizes.ts';
import { drawTable } from './table.ts';

const STAMP_RED = '#C62828';
/** Seen in grey as well, and what is under it can be read. */
const STAMP_OPACITY = 0.26;
const GAP = 4;

/**
 * Papers as one file, each on pages of its own with its number and "page x of y" on every one of
 * them. `onPaper` is told how many are drawn.
 */
export async function papersPdf(
  papers: readonly Paper[],
  paperSize: PaperSize,
  language: Language,
  onPaper: (drawn: number) => Promise<void> = async () => undefined,
): Promise<Buffer> {
  const size = sizes[paperSize];
  const document = new PDFDocument({
    size: paperSize,
    layout: size.layout,
    // no margin below: text that reaches into it would begin a page by itself
    margins: { top: size.edge, left: size.side, right: size.side, bottom: 0 },
    autoFirstPage: false,
    bufferPages: true,
    info: { Title: papers.map(({ title, code }) => `${title} ${code}`)[0] ?? '' },
  });
  for (const [name, file] of Object.entries(fonts)) document.registerFont(name, file);
  const pieces: Buffer[] = [];
  document.on('data', (piece: Buffer) => pieces.push(piece));
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  document.on('end', resolve).on('error', reject);
  for (const [index, paper] of papers.entries()) {
    drawPaper(document, size, language, paper);
    await onPaper(index + 1);
  }
  document.end();
  await ended;
  return Buffer.concat(pieces);
}

function drawPaper(
  document: PDFKit.PDFDocument,
  size: Sheet['size'],
  language: Language,
  paper: Paper,
): void {
  const sheet: Sheet = {
    document,
    size,
    language,
    y: size.edge,
    onNewPage: () => drawContinuation(sheet, paper),
    continuation: 0,
  };
  document.addPage();
  sheet.continuation = continuationHeight(sheet, paper);
  drawHead(sheet, paper);
  const closing = closingHeight(sheet, paper);
  paper.blocks.forEach((block, index) =>
    drawBlock(sheet, block, index === paper.blocks.length - 1 ? closing : 0),
  );
  drawClosing(sheet, paper);
  finishPages(sheet, paper);
}

function drawBlock(sheet: Sheet, block: Block, closing: number): void {
  const place = { x: sheet.size.side, width: widthOf(sheet) };
  if (block.kind === 'table') {
    drawTable(sheet, block, closing);
    return;
  }
  if (block.kind === 'lines') {
    for (const line of block.lines) {
      makeRoom(sheet, lineHeight(sheet, line, place));
      sheet.y += drawLine(sheet, line, sheet.y, place) + GAP / 2;
    }
    sheet.y += GAP;
    return;
  }
  if (block.kind === 'dots') {
    for (let line = 0; line < block.count; line += 1) {
      makeRoom(sheet, 2 * sheet.size.text);
      sheet.y += 2 * sheet.size.text;
      const { document, size } = sheet;
      document
        .moveTo(size.side, sheet.y)
        .lineTo(size.width - size.side, sheet.y)
        .lineWidth(0.5)
        .dash(1, { space: 1.5 })
        .strokeColor('#000')
        .stroke()
        .undash();
    }
    sheet.y += 3 * GAP;
    return;
  }
  const font = block.kind === 'heading' ? 'bold' : 'regular';
  // a heading is not left behind by the table below it
  const more = block.kind === 'heading' ? 2 * sheet.size.row : 0;
  makeRoom(sheet, heightOf(sheet, block.text, { ...place, font }) + more);
  sheet.y += write(sheet, block.text, sheet.y, { ...place, font }) + 2 * GAP;
}

/** The stamp across, the foot below, on every page of the paper; then they leave the memory. */
function finishPages(sheet: Sheet, paper: Paper): void {
  const { document } = sheet;
  const { start, count } = document.bufferedPageRange();
  for (let page = 1; page <= count; page += 1) {
    document.switchToPage(start + page - 1);
    if (paper.invalid) drawStamp(sheet, paper.invalid.stamp);
    drawFoot(sheet, paper, page, count);
  }
  document.flushPages();
}

function drawStamp({ document, size }: Sheet, stamp: string): void {
  document.save();
  document.font('bold').fontSize(size.stamp);
  const wide = document.widthOfString(stamp);
  const tall = size.stamp * 1.2;
  const [x, y] = [size.width / 2, size.height / 2];
  document
    .rotate(-18, { origin: [x, y] })
    .lineWidth(4)
    .strokeColor(STAMP_RED, STAMP_OPACITY)
    .roundedRect(x - wide / 2 - 18, y - tall / 2 - 8, wide + 36, tall + 16, 10)
    .stroke();
  document
    .fillColor(STAMP_RED, STAMP_OPACITY)
    .text(stamp, x - wide / 2, y - size.stamp * 0.58, { lineBreak: false });
  document.restore();
}
