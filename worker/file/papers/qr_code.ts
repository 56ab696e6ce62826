import { encodeQR } from 'qr';

/** Draws a text as a QR code: black squares of vector, sharp on every printer. */
export function drawQrCode(
  document: PDFKit.PDFDocument,
  text: string,
  { x, y, side }: { x: number; y: number; side: number },
): void {
  // the package draws a ring of white around, which the paper has itself
  const squares = encodeQR(text, 'raw', { ecc: 'medium', border: 1 })
    .slice(1, -1)
    .map((row) => row.slice(1, -1));
  const step = side / squares.length;
  squares.forEach((row, down) => {
    for (let from = 0; from < row.length; from += 1) {
      let to = from;
      while (row[to]) to += 1;
      if (to > from) document.rect(x + from * step, y + down * step, (to - from) * step, step);
      from = to;
    }
  });
  document.fill('#000');
}
