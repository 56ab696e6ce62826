import PDFDocument from 'pdfkit';
import { BOLD, REGULAR, shown } from './pdf.ts';
import type { Slip } from './slip.ts';
import type { Language } from '../../../platform/sheets/column.ts';
import { headOf, isFigure } from '../../../platform/sheets/table.ts';

export type Paper = 'A4' | 'A5';

/** Points. A5 lies, as the pad on the counter does; A4 stands. */
const papers = {
  A4: { layout: 'portrait', width: 595.28, height: 841.89, margin: 42, text: 10, row: 20 },
  A5: { layout: 'landscape', width: 595.28, height: 419.53, margin: 28, text: 9, row: 17 },
} as const;

/** One slip on paper: who, what, how much in figures and in words, and room to sign. */
export async function slipPdf(slip: Slip, paper: Paper, language: Language): Promise<Buffer> {
  const { layout, width: full, height, margin, text, row } = papers[paper];
  const document = new PDFDocument({
    size: paper,
    layout,
    margins: { top: margin, left: margin, right: margin, bottom: 0 },
    info: { Title: `${slip.title} ${slip.code}` },
  });
  document.registerFont('regular', REGULAR).registerFont('bold', BOLD);
  const pieces: Buffer[] = [];
  document.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  const width = full - 2 * margin;
  const write = (
    words: string,
    y: number,
    font: 'regular' | 'bold' = 'regular',
    size: number = text,
    align: 'left' | 'center' | 'right' = 'left',
  ) =>
    document
      .font(font)
      .fontSize(size)
      .text(words, margin, y, { width, align, lineBreak: false, height: size + 4, ellipsis: true });

  write('Sổ Đại Lý', margin, 'bold');
  write(`${language === 'vi' ? 'Số' : 'No.'} ${slip.code}`, margin, 'regular', text, 'right');
  write(slip.title, margin + 20, 'bold', 15, 'center');
  write(
    `${language === 'vi' ? 'Ngày' : 'Date'} ${slip.date}`,
    margin + 40,
    'regular',
    text,
    'center',
  );
  let y = margin + 60;
  for (const [label, value] of slip.facts) {
    write(`${label}: ${value}`, y);
    y += text + 5;
  }
  y += 4;

  const chars = slip.columns.reduce((sum, column) => sum + column.width, 5);
  const widths = [5, ...slip.columns.map((column) => column.width)].map(
    (part) => (part / chars) * width,
  );
  const line = (cells: readonly string[], font: 'regular' | 'bold') => {
    let x = margin;
    document.font(font).fontSize(text - 0.5);
    widths.forEach((cellWidth, index) => {
      const column = slip.columns[index - 1];
      document.rect(x, y, cellWidth, row).lineWidth(0.5).strokeColor('#8A93A3').stroke();
      document.text(cells[index] ?? '', x + 3, y + (row - text) / 2, {
        width: cellWidth - 6,
        height: text + 2,
        lineBreak: false,
        ellipsis: true,
        align: column && isFigure(column) ? 'right' : 'left',
      });
      x += cellWidth;
    });
    y += row;
  };
  const heads = [
    language === 'vi' ? 'TT' : '#',
    ...slip.columns.map((column) => headOf(column, language)),
  ];
  const makeRoom = (needed: number) => {
    if (y + needed <= height - margin) return;
    document.addPage();
    y = margin;
    if (needed === row) line(heads, 'bold');
  };
  if (slip.columns.length > 0) line(heads, 'bold');
  slip.rows.forEach((cells, index) => {
    makeRoom(row);
    line(
      [
        String(index + 1),
        ...slip.columns.map((column, nth) => shown(column, cells[nth], language)),
      ],
      'regular',
    );
  });

  makeRoom(110);
  y += 6;
  if (slip.total !== null) {
    const total = shown(
      { key: 'total', vi: '', en: '', kind: 'dong', width: 1 },
      slip.total,
      language,
    );
    write(`${language === 'vi' ? 'Tổng cộng' : 'Total'}: ${total} ₫`, y, 'bold', text + 1, 'right');
    write(`${language === 'vi' ? 'Bằng chữ' : 'In words'}: ${slip.inWords ?? ''}`, y + 16);
    y += 38;
  }
  const each = width / slip.signatures.length;
  slip.signatures.forEach((words, index) => {
    document
      .font('bold')
      .fontSize(text)
      .text(words, margin + index * each, y, { width: each, align: 'center', lineBreak: false });
    document
      .font('regular')
      .fontSize(text - 1)
      .text(
        language === 'vi' ? '(Ký, ghi rõ họ tên)' : '(Signature and name)',
        margin + index * each,
        y + 14,
        { width: each, align: 'center', lineBreak: false },
      );
  });
  document.end();
  await ended;
  return Buffer.concat(pieces);
}
