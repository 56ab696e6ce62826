import type { Cell, SheetRow } from './sheet.ts';

/** A total says so, whatever else stands in its row; a Tổng công ty is a name. */
const TOTAL = /^tong cong(?! ty)|^(tong|tong so|tong tien|grand total)\s*:?$/;
/** How rows below a list begin, which lack what its rows have. */
const BELOW =
  /^(cong|total|sum)\s*:?$|^(nguoi (lap|nhan|giao|mua|ban)|thu kho|ke toan|giam doc|thu truong)\b|^ngay .{0,6}thang\b|^\(ky/;

/** What stands in the rows that were left out, for those who want to see it. */
export interface LeftOut {
  row: number;
  text: string;
}

/** Words that are nothing but a total or a signature, even where a code would stand. */
const NEVER_A_NAME =
  /^(cong|nguoi (lap|nhan|giao|mua|ban)( bieu| phieu| hang)?|thu kho|ke toan( truong)?|giam doc)\s*:?$/;

/**
 * Whether a row is a total or a signature. `needed` are the places of the columns that every row
 * needs; signatures side by side may stand in all of them.
 */
export function isFooter({ cells }: SheetRow, needed: readonly number[]): boolean {
  const lacks = needed.some((place) => (cells[place] ?? null) === null);
  const texts = cells.flatMap((cell) =>
    typeof cell === 'string' && /\p{L}/u.test(cell) ? folded(cell) : [],
  );
  return (
    texts.some((text) => TOTAL.test(text) || (lacks && BELOW.test(text)))
    || (texts.length > 0 && texts.every((text) => NEVER_A_NAME.test(text)))
  );
}

export const textOfRow = ({ cells }: SheetRow): string =>
  cells
    .map((cell) => (cell === null ? '' : asText(cell)))
    .filter(Boolean)
    .join(' · ')
    .slice(0, 200);

const asText = (cell: Exclude<Cell, null>): string =>
  typeof cell === 'object' ? cell.text : String(cell);

const folded = (text: string): string =>
  text
    .trim()
    .slice(0, 100)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd');
