import type { Letterhead, Paper, Run } from './paper.ts';
import { drawQrCode } from './qr_code.ts';
import { heightOf, lengthOf, rule, widthOf, write, writeRuns, type Sheet } from './sheet.ts';

const GAP = 6;
/** The line of the motto, below the name of the country. */
const MOTTO = 1;

/** Whose paper it is at the left, its number at the right, its title below both. */
export function drawHead(sheet: Sheet, paper: Paper): void {
  const { size } = sheet;
  const half = widthOf(sheet) / 2;
  const left = paper.letterhead ? drawLetterhead(sheet, paper.letterhead, half + 40) : 0;
  const right = paper.motto
    ? drawMotto(sheet, paper.motto, half - 10)
    : drawNumber(sheet, paper, half - 50);
  // the code is at the border: a title in the middle may begin beside it
  const belowCode = sheet.y + (paper.qr === null ? 0 : size.qr + 2);
  sheet.y += Math.max(left, right) + (paper.motto ? 12 : GAP);
  sheet.y += write(sheet, paper.title, sheet.y, {
    x: size.side,
    width: widthOf(sheet),
    font: 'bold',
    points: size.title,
    align: 'center',
  });
  sheet.y += write(sheet, paper.subtitle ?? '', sheet.y, {
    x: size.side,
    width: widthOf(sheet),
    align: 'center',
  });
  sheet.y = Math.max(sheet.y + GAP, belowCode);
}

function drawLetterhead(sheet: Sheet, { name, lines, logo }: Letterhead, room: number): number {
  const { size } = sheet;
  const x = size.side + (logo && drawLogo(sheet, logo) ? size.logo + 8 : 0);
  const width = room - (x - size.side);
  let y = sheet.y;
  y += write(sheet, name.toLocaleUpperCase('vi'), y, { x, width, font: 'bold' });
  for (const line of lines) y += write(sheet, line, y, { x, width, points: size.small });
  return Math.max(y - sheet.y, logo ? size.logo : 0);
}

/** False when it is no picture after all: the paper goes out without it. */
function drawLogo({ document, size, y }: Sheet, logo: Buffer): boolean {
  try {
    document.image(logo, size.side, y, { fit: [size.logo, size.logo], valign: 'center' });
    return true;
  } catch {
    return false;
  }
}

function drawNumber(sheet: Sheet, { code, qr, head }: Paper, room: number): number {
  const { document, size } = sheet;
  const border = size.width - size.side;
  const right = qr === null ? border : border - size.qr - 8;
  if (qr !== null) drawQrCode(document, qr, { x: border - size.qr, y: sheet.y, side: size.qr });
  const width = room - (border - right);
  const place = { x: right - width, width, align: 'right' } as const;
  let y = sheet.y;
  y += write(sheet, code, y, { ...place, font: 'bold', points: size.text + 1.5 });
  for (const { text, font } of head)
    y += write(sheet, text, y, { ...place, font: font ?? 'regular' });
  return y - sheet.y;
}

function drawMotto(sheet: Sheet, motto: readonly Run[], width: number): number {
  const { size } = sheet;
  const x = size.width - size.side - width;
  const points = size.small + 0.5;
  let y = sheet.y;
  motto.forEach((run, index) => {
    y += writeRuns(sheet, [run], y, { x, width, points, align: 'center' }) + 1;
    if (index !== MOTTO) return;
    // as every letter of the country has it: a line as long as the motto below it
    const length = lengthOf(sheet, run.text, 'bold') * (points / size.text);
    const begin = x + (width - length) / 2;
    const { document } = sheet;
    document
      .moveTo(begin, y)
      .lineTo(begin + length, y)
      .lineWidth(0.5)
      .strokeColor('#000')
      .stroke();
    y += 4;
  });
  return y - sheet.y;
}

const nameOf = ({ title, code }: Paper): string => [title, code].filter(Boolean).join(' · ');
const nameStyle = ({ size }: Sheet) =>
  ({ x: size.side, font: 'bold', points: size.small + 0.5 }) as const;

/** What a page begins with that goes on: of which paper it is. */
export function drawContinuation(sheet: Sheet, paper: Paper): void {
  const place = { ...nameStyle(sheet), width: widthOf(sheet) };
  sheet.y += write(sheet, nameOf(paper), sheet.y, place) + 4;
  rule(sheet, sheet.y, 0.4, '#888');
  sheet.y += 6;
}

/** How tall that is. */
export const continuationHeight = (sheet: Sheet, paper: Paper): number =>
  heightOf(sheet, nameOf(paper), { ...nameStyle(sheet), width: widthOf(sheet) }) + 10;
