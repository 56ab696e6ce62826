// Reads a PDF with programs that did not write it: PDFium for text and picture, jsQR for codes.
import { createRequire } from 'node:module';
import { PDFiumLibrary } from '@hyzyla/pdfium';

// what it calls its default differs between those who read its types
const { default: jsQR } = createRequire(import.meta.url)('jsqr') as {
  default(dots: Uint8ClampedArray, wide: number, tall: number): { data: string } | null;
};

/** Part of a page, in shares of its width and height. */
export interface Part {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface ReadPage {
  /** Its words, in lines as they stand. */
  text: string;
  /** Points. */
  width: number;
  height: number;
  /** The code in a part of the page; null when there is none. */
  code(part: Part): string | null;
}

/** Where the code of the number stands, and where the one of the transfer. */
export const NUMBER: Part = { left: 0.6, top: 0, right: 1, bottom: 0.25 };
export const TRANSFER: Part = { left: 0.2, top: 0.2, right: 1, bottom: 1 };

/** Dots a point: enough for a code of 15 mm. */
const SHARP = 4;

let library: ReturnType<typeof PDFiumLibrary.init> | undefined;

/** Pages as they are printed. `isPictured` draws them too, which codes ask for. */
export async function readPdf(bytes: Buffer, isPictured = false): Promise<ReadPage[]> {
  library ??= PDFiumLibrary.init();
  const document = await (await library).loadDocument(bytes);
  const pages: ReadPage[] = [];
  for (const page of document.pages()) {
    // text first: drawing gives back what reading needs
    const text = page.getText().replaceAll('\r\n', '\n').normalize('NFC');
    const { originalWidth: width, originalHeight: height } = page.getOriginalSize();
    const picture = isPictured ? await page.render({ scale: SHARP, render: 'bitmap' }) : null;
    pages.push({ text, width, height, code: (part) => (picture ? codeIn(picture, part) : null) });
  }
  document.destroy();
  return pages;
}

function codeIn(
  { width, height, data }: { width: number; height: number; data: Uint8Array },
  { left, top, right, bottom }: Part,
): string | null {
  const [x, y] = [Math.round(left * width), Math.round(top * height)];
  const [wide, tall] = [Math.round(right * width) - x, Math.round(bottom * height) - y];
  const dots = new Uint8ClampedArray(wide * tall * 4);
  for (let row = 0; row < tall; row += 1) {
    const from = ((y + row) * width + x) * 4;
    dots.set(data.subarray(from, from + wide * 4), row * wide * 4);
  }
  return jsQR(dots, wide, tall)?.data ?? null;
}
