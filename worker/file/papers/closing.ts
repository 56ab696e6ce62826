import type { Closing, Line, Paper, Sum, TransferCode } from './paper.ts';
import { drawQrCode } from './qr_code.ts';
import {
  heightOf,
  lengthOf,
  makeRoom,
  runsHeight,
  widthOf,
  write,
  writeRuns,
  type Sheet,
} from './sheet.ts';

const GAP = 4;
const BOX = 8;

/** Where words, code and sums stand beside each other. */
function columnsOf(sheet: Sheet, { sums, transfer }: Closing) {
  const { size } = sheet;
  const sumsWidth = sums.length > 0 ? size.sums : 0;
  const hasCode = transfer !== null && sums.length > 0;
  const codeWidth = hasCode ? size.transfer + 24 : 0;
  const wordsWidth = widthOf(sheet) - sumsWidth - codeWidth - (sumsWidth > 0 ? 12 : 0);
  return {
    words: { x: size.side, width: wordsWidth },
    code: { x: size.side + wordsWidth + 12, width: size.transfer },
    sums: { x: size.width - size.side - sumsWidth, width: sumsWidth },
    hasCode,
  };
}

/** How much room the closing needs, so that the last lines of a table move with it. */
export function closingHeight(sheet: Sheet, paper: Paper): number {
  const { closing } = paper;
  const columns = columnsOf(sheet, closing);
  const words = linesHeight(sheet, closing.lines, columns.words);
  const code = columns.hasCode ? codeHeight(sheet) : 0;
  const sums = closing.sums.reduce((sum, each) => sum + sumHeight(sheet, each), 0);
  const box = paper.invalid
    ? boxHeight(sheet, paper.invalid.sentence.map(({ text }) => text).join(''), columns.words.width)
    : 0;
  return Math.max(words + box, code, sums) + GAP + signingHeight(sheet, closing);
}

export function drawClosing(sheet: Sheet, paper: Paper): void {
  const { closing } = paper;
  makeRoom(sheet, closingHeight(sheet, paper));
  const columns = columnsOf(sheet, closing);
  const top = sheet.y;
  let words = top;
  for (const line of closing.lines) words += drawLine(sheet, line, words, columns.words) + GAP;
  if (paper.invalid) words += drawBox(sheet, paper, words, columns.words);
  let sums = top;
  for (const sum of closing.sums) sums += drawSum(sheet, sum, sums, columns.sums);
  let code = top;
  if (closing.transfer && columns.hasCode)
    code += drawCode(sheet, closing.transfer, top, columns.code.x);
  sheet.y = Math.max(words, sums, code) + GAP;
  drawSignatures(sheet, closing);
}

const linesHeight = (
  sheet: Sheet,
  lines: readonly Line[],
  place: { x: number; width: number },
): number => lines.reduce((sum, line) => sum + lineHeight(sheet, line, place) + GAP, 0);

/** Room for what stands at the right of a line. */
const asideOf = (sheet: Sheet, right: string | undefined): number =>
  right === undefined ? 0 : lengthOf(sheet, right) + 12;

/** Room for labels, which stand in a column of their own. */
const LABELS = 96;
const labelRoom = ({ label }: Line): number => (label === undefined ? 0 : LABELS);

/** How tall a line is, its words at the left in as many lines as they need. */
export const lineHeight = (
  sheet: Sheet,
  line: Line,
  { x, width }: { x: number; width: number },
): number =>
  runsHeight(sheet, line.left, {
    x,
    width: width - labelRoom(line) - asideOf(sheet, line.right),
  });

/** A line, with what stands at the right of it. */
export function drawLine(
  sheet: Sheet,
  line: Line,
  y: number,
  { x, width }: { x: number; width: number },
): number {
  const { label, left, right } = line;
  const aside = asideOf(sheet, right);
  const begin = labelRoom(line);
  if (label !== undefined) write(sheet, label, y, { x, width: begin, font: 'bold' });
  if (right !== undefined)
    write(sheet, right, y, { x: x + width - aside, width: aside, align: 'right' });
  return writeRuns(sheet, left, y, { x: x + begin, width: width - begin - aside });
}

const sumHeight = ({ size }: Sheet, { isStrong }: Sum): number =>
  (isStrong ? size.text + 1 : size.text) + 5;

function drawSum(sheet: Sheet, sum: Sum, y: number, place: { x: number; width: number }): number {
  const style = {
    font: sum.isStrong ? 'bold' : 'regular',
    points: sheet.size.text + (sum.isStrong ? 1 : 0),
  } as const;
  write(sheet, sum.label, y, { ...style, x: place.x, width: place.width * 0.48 });
  write(sheet, sum.amount, y, {
    ...style,
    x: place.x + place.width * 0.4,
    width: place.width * 0.6,
    align: 'right',
  });
  return sumHeight(sheet, sum);
}

const codeHeight = ({ size }: Sheet): number => size.transfer + size.small + 8;

function drawCode(sheet: Sheet, transfer: TransferCode, y: number, x: number): number {
  const { document, size } = sheet;
  drawQrCode(document, transfer.text, { x, y: y + 2, side: size.transfer });
  write(sheet, transfer.caption, y + size.transfer + 4, {
    x: x - 20,
    width: size.transfer + 40,
    points: size.small - 0.5,
    align: 'center',
  });
  return codeHeight(sheet);
}

const boxHeight = (sheet: Sheet, sentence: string, width: number): number =>
  heightOf(sheet, sentence, { x: 0, width: width - 2 * BOX, font: 'bold' }) + 2 * BOX + GAP;

function drawBox(
  sheet: Sheet,
  { invalid }: Paper,
  y: number,
  { x, width }: { x: number; width: number },
): number {
  if (!invalid) return 0;
  const height = boxHeight(sheet, invalid.sentence.map(({ text }) => text).join(''), width);
  sheet.document
    .rect(x, y + 2, width, height - GAP)
    .lineWidth(0.8)
    .strokeColor('#000')
    .stroke();
  writeRuns(sheet, invalid.sentence, y + 2 + BOX, { x: x + BOX, width: width - 2 * BOX });
  return height;
}

/** Titles, hints, and room for a hand; a code that has no sums beside it stands here. */
const signingHeight = (sheet: Sheet, { signatures, sums, transfer }: Closing): number => {
  const signing = signatures.length > 0 ? 2 * sheet.size.text + 6 + sheet.size.signing : 0;
  return transfer && sums.length === 0 ? Math.max(signing, codeHeight(sheet) + 4) : signing;
};

function drawSignatures(sheet: Sheet, closing: Closing): void {
  const { signatures, sums, transfer } = closing;
  const { size } = sheet;
  const hasCode = transfer !== null && sums.length === 0;
  const room = widthOf(sheet) - (hasCode ? size.transfer + 30 : 0);
  const each = room / Math.max(1, signatures.length);
  signatures.forEach(({ title, hint }, index) => {
    const place = { x: size.side + index * each, width: each, align: 'center' } as const;
    const taken = write(sheet, title, sheet.y + 4, { ...place, font: 'bold' });
    write(sheet, hint, sheet.y + 5 + taken, { ...place, font: 'italic', points: size.small });
  });
  if (transfer && hasCode)
    drawCode(sheet, transfer, sheet.y, size.width - size.side - size.transfer - 10);
  sheet.y += signingHeight(sheet, closing);
}
