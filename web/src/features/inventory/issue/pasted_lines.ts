import { asTyped, quantityOf, sumQuantity } from '../../../lib/dong.ts';
import { fold } from '../../../lib/fold.ts';
import { isLineEmpty } from './issue_values.ts';
import type { LineValues, PickedItem } from './issue_values.ts';

/** A line of a spreadsheet or of a chat as it was understood. */
export interface PastedLine {
  /** As it was pasted. */
  text: string;
  /** A code, a barcode or words of a name. */
  words: string;
  /** With a decimal point; null when there is none: the line may be a note. */
  quantity: string | null;
}

export interface AddedLine {
  item: PickedItem;
  quantity: string;
}

/** What a quantity is counted in, before the item: "20 thùng bia". */
const units = new Set('x × thung lon chai hop goi tui can kg cai bao loc cay'.split(' '));
const isUnit = (word: string) => /^\p{L}{1,8}\.?$/u.test(word);
const joints = new Set(['x', '×', '*', '-', '–', ':', '=']);

/** "1.000" and "1,000" are a thousand, as people write them; "1,5" is one and a half. */
function quantityIn(text: string) {
  const isGrouped = /^\d{1,3}([.,]\d{3})+$/.test(text);
  return quantityOf(isGrouped ? text.replace(/[.,]/g, '') : text);
}

function readCells(cells: readonly string[]): Omit<PastedLine, 'text'> {
  const quantities = cells.flatMap((cell, place) =>
    place > 0 && quantityIn(cell) !== null ? [place] : [],
  );
  const [place] = quantities;
  return {
    words: cells[0] ?? '',
    quantity: place === undefined ? null : quantityIn(cells[place] ?? ''),
  };
}

/** The quantity of a word: "20", "x20". */
const countIn = (word: string | undefined) => quantityIn((word ?? '').replace(/^[x×*]/, ''));

/** The words before a quantity, without what joins them to it: "bia sg 24:", "sting x". */
function wordsOf(words: readonly string[]) {
  const kept = joints.has(words.at(-1) ?? '') ? words.slice(0, -1) : words;
  return kept.join(' ').replace(/[:=]$/, '');
}

/** "bia sg 24: 20 thùng", "mi hao hao x50", "20 thùng bia sg". */
function readWords(text: string): Omit<PastedLine, 'text'> {
  const words = text.split(/\s+/);
  const last = words.at(-1) ?? '';
  if (words.length > 1 && countIn(last) !== null)
    return { words: wordsOf(words.slice(0, -1)), quantity: countIn(last) };
  if (words.length > 2 && isUnit(last) && countIn(words.at(-2)) !== null)
    return { words: wordsOf(words.slice(0, -2)), quantity: countIn(words.at(-2)) };
  const [first = '', second = '', ...rest] = words;
  if (second !== '' && quantityIn(first) !== null) {
    const named = units.has(fold(second)) && rest.length > 0 ? rest : [second, ...rest];
    return { words: named.join(' '), quantity: quantityIn(first) };
  }
  return { words: text, quantity: null };
}

/**
 * Lines of two columns from a spreadsheet, or of a message: an item and how many of it. Of more
 * columns the first names the item and the first figure behind it counts.
 */
export function readPasted(text: string): PastedLine[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.normalize('NFC').trim())
    .filter((line) => line !== '')
    .map((line) => {
      const cells = line.split('\t').map((cell) => cell.trim());
      return {
        text: line.replaceAll('\t', ' '),
        ...(cells.length > 1 ? readCells(cells) : readWords(line)),
      };
    });
}

/** The one item that is meant, when its code or its whole name stands there, or no other fits. */
export function meantItem(words: string, found: readonly PickedItem[]): PickedItem | null {
  const sold = found.filter(({ isActive }) => isActive);
  const exact = sold.filter(
    ({ sku, itemName }) => fold(sku) === fold(words) || fold(itemName) === fold(words),
  );
  if (exact.length === 1) return exact[0] ?? null;
  return sold.length === 1 ? (sold[0] ?? null) : null;
}

/** The lines that are there, and those that come: more of an item is added to its line. */
export function mergedLines(
  lines: readonly LineValues[],
  added: readonly AddedLine[],
): LineValues[] {
  const merged = lines.filter((line) => !isLineEmpty(line));
  for (const { item, quantity } of added) {
    const place = merged.findIndex((line) => line.item?.id === item.id && !line.isFree);
    const there = merged[place];
    if (there)
      merged[place] = {
        ...there,
        quantity: asTyped(sumQuantity([quantityOf(there.quantity) ?? '0', quantity])),
      };
    else merged.push({ item, quantity: asTyped(quantity) });
  }
  return merged;
}
