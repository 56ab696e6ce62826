import { paperText } from '../../../platform/words.ts';
import type { Paper } from './paper.ts';
import { widthOf, write, type Sheet } from './sheet.ts';
import { FOOT } from './sizes.ts';

/** At the foot of every page: of which paper it is, who printed it when, and which page. */
export function drawFoot(sheet: Sheet, paper: Paper, page: number, pages: number): void {
  const { size, language } = sheet;
  const y = size.height - size.edge - FOOT + 4;
  const place = { points: size.small - 0.5 };
  const width = widthOf(sheet);
  write(sheet, [paper.code, paper.printed].filter(Boolean).join(' · '), y, {
    ...place,
    x: size.side,
    width: width - 90,
  });
  write(sheet, paperText('page', language, { page, pages }), y, {
    ...place,
    x: size.side,
    width,
    align: 'right',
  });
}
