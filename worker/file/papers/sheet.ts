// The paper under the pen: where it writes next, and how wide and tall words are.
import { createRequire } from 'node:module';
import type { Language } from '../../../platform/sheets/column.ts';
import type { Run } from './paper.ts';
import { FOOT, type Size } from './sizes.ts';

const fontFile = createRequire(import.meta.url).resolve;
const roboto = (weight: string): string =>
  fontFile(`@expo-google-fonts/roboto/${weight}/Roboto_${weight}.ttf`);
export const fonts = {
  regular: roboto('400Regular'),
  bold: roboto('700Bold'),
  italic: roboto('400Regular_Italic'),
} as const;
export type Font = keyof typeof fonts;

export interface Sheet {
  document: PDFKit.PDFDocument;
  size: Size;
  language: Language;
  /** Where the next thing stands. */
  y: number;
  /** What begins each page but the first one of a paper, and how tall that is. */
  onNewPage(): void;
  continuation: number;
  /** What ends each page but the last one. */
  onPageEnd?(): void;
}

interface Place {
  x: number;
  width: number;
  font?: Font;
  points?: number;
  align?: 'left' | 'center' | 'right';
  /** How tall it may be: longer words end with three dots. */
  most?: number;
}

export const widthOf = ({ size }: Sheet): number => size.width - 2 * size.side;
/** Below this nothing but the foot is written. */
export const bottomOf = ({ size }: Sheet): number => size.height - size.edge - FOOT;

const pen = ({ document, size }: Sheet, { font = 'regular', points = size.text }: Place) =>
  document.font(font).fontSize(points).fillColor('#000');

/** How tall words are; most fit into one line, which is seen faster than it is laid out. */
export function heightOf(sheet: Sheet, text: string, place: Place): number {
  if (text === '') return 0;
  const document = pen(sheet, place);
  const isOneLine = !text.includes('\n') && document.widthOfString(text) <= place.width;
  return isOneLine
    ? document.currentLineHeight(true)
    : document.heightOfString(text, { width: place.width });
}

/** Writes words, in as many lines as they need, and says how tall they are. */
export function write(sheet: Sheet, text: string, y: number, place: Place): number {
  if (text === '') return 0;
  const height = heightOf(sheet, text, place);
  const most = place.most ?? Infinity;
  const isCut = height > most;
  pen(sheet, place).text(text, place.x, y, {
    width: place.width,
    align: place.align ?? 'left',
    ...(isCut ? { height: most, ellipsis: true } : {}),
  });
  return Math.min(height, most);
}

/** Words of several fonts in one line, or as many as they need. */
export function writeRuns(sheet: Sheet, runs: readonly Run[], y: number, place: Place): number {
  const said = runs.filter(({ text }) => text !== '');
  const height = runsHeight(sheet, said, place);
  said.forEach(({ text, font }, index) => {
    pen(sheet, { ...place, font: font ?? 'regular' });
    const options = {
      width: place.width,
      align: place.align ?? 'left',
      continued: index < said.length - 1,
    };
    if (index === 0) sheet.document.text(text, place.x, y, options);
    else sheet.document.text(text, options);
  });
  return height;
}

/** How wide words are in one line. */
export const lengthOf = (sheet: Sheet, text: string, font: Font = 'regular'): number =>
  pen(sheet, { x: 0, width: 0, font }).widthOfString(text);

/**
 * What is longer than a line is measured in bold, which is the widest: a line too much is white,
 * one too few overprints.
 */
export function runsHeight(sheet: Sheet, runs: readonly Run[], place: Place): number {
  const length = runs.reduce((sum, { text, font }) => sum + lengthOf(sheet, text, font), 0);
  const text = runs.map((run) => run.text).join('');
  const isOneLine = length <= place.width && !text.includes('\n');
  return heightOf(sheet, isOneLine && text !== '' ? 'x' : text, { ...place, font: 'bold' });
}

export function rule(sheet: Sheet, y: number, weight: number, color = '#000'): void {
  const { document, size } = sheet;
  document
    .moveTo(size.side, y)
    .lineTo(size.width - size.side, y)
    .lineWidth(weight)
    .strokeColor(color)
    .stroke();
}

export function turnPage(sheet: Sheet): void {
  sheet.onPageEnd?.();
  sheet.document.addPage();
  sheet.y = sheet.size.edge;
  sheet.onNewPage();
}

/** Goes on where so much room is, on the next page when it is not here. */
export function makeRoom(sheet: Sheet, needed: number): void {
  if (sheet.y + needed > bottomOf(sheet)) turnPage(sheet);
}
