import type { Places } from '../../components/form/places.ts';
import type { Reasons } from '../../components/form/use_command_form.ts';
import type { HandledItemFragment, PickedSupplierFragment } from '../../gql/graphql.ts';
import { lineTotal, quantityOf, sumDong } from '../../lib/dong.ts';

export type HandledItem = HandledItemFragment;

/** A line of a receipt or of a stock count. */
export interface GoodsLine {
  item: HandledItem | null;
  /** A quantity, as typed. */
  figure: string;
  /** Whole đồng as digits; of receipts only. */
  price: string;
  /** Of receipts only: came free, without a price. */
  isFree?: boolean | undefined;
  /** Of counts only: what the books said when the item was put on the sheet. */
  seen?: SeenBook | undefined;
}

/** What the books say of an item at the end of a day, and what is there now. */
export interface SeenBook {
  onDate: string;
  quantity: string;
  stock: string;
}

/** What the counter saw, if it was of this day. */
export const seenOn = ({ seen }: GoodsLine, day: string) =>
  seen?.onDate === day ? seen : undefined;

/** What is typed on the page of a receipt or of a stock count. */
export interface GoodsValues {
  /** Of receipts only. */
  supplier: PickedSupplierFragment | null;
  day: string;
  /** Of receipts only: the number of the supplier's document. */
  document: string;
  note: string;
  /** The last one is always empty: the next one to be typed. */
  lines: GoodsLine[];
}

export const emptyGoodsLine = (): GoodsLine => ({ item: null, figure: '', price: '' });
export const isGoodsLineEmpty = ({ item, figure }: GoodsLine) =>
  item === null && figure.trim() === '';
export const sentLines = (lines: readonly GoodsLine[]) =>
  lines.filter((line) => !isGoodsLineEmpty(line));

/** Indexes of the lines that are sent, in their order. */
const sentIndexes = (lines: readonly GoodsLine[]) =>
  lines.flatMap((line, index) => (isGoodsLineEmpty(line) ? [] : [index]));

/** Where the places of the command are on the page. */
export const goodsPlaces: Places = {
  names: {
    supplierId: 'supplier',
    supplierDocument: 'document',
    receiptDate: 'day',
    countDate: 'day',
  },
  lists: {
    items: {
      name: 'lines',
      sent: sentIndexes,
      names: { quantity: 'figure', counted: 'figure', unitPrice: 'price' },
      first: 'item',
    },
  },
};

/** What cannot be right, before asking the server. What is allowed, it decides. */
export function checkGoods({ supplier, day, lines }: GoodsValues, isReceipt: boolean): Reasons {
  const sent = sentIndexes(lines);
  return Object.fromEntries([
    ...(isReceipt && !supplier ? [['supplier', 'required']] : []),
    ...(day ? [] : [['day', 'required']]),
    ...(sent.length === 0 ? [['lines.0.item', 'no_lines']] : []),
    ...sent.flatMap((index) => checkLine(lines[index] ?? emptyGoodsLine(), index, isReceipt)),
  ] as [string, string][]);
}

function checkLine({ item, figure, isFree, price }: GoodsLine, index: number, hasPrice: boolean) {
  const name = `lines.${index}`;
  return [
    ...(item ? [] : [[`${name}.item`, 'required']]),
    ...(quantityOf(figure) === null
      ? [[`${name}.figure`, figure.trim() === '' ? 'required' : 'not_a_number']]
      : []),
    ...(hasPrice && !isFree && price === '' ? [[`${name}.price`, 'required']] : []),
  ];
}

export const goodsTotal = (lines: readonly GoodsLine[]) =>
  sumDong(lines.map(({ figure, price, isFree }) => lineTotal(figure, isFree ? '0' : price)));

/**
 * How a price differs from the one before: đồng and percent with one decimal; null when it does
 * not.
 */
export function priceChange(price: string, before: string) {
  if (price === '' || BigInt(before) === 0n || BigInt(price) === BigInt(before)) return null;
  const difference = BigInt(price) - BigInt(before);
  const size = difference < 0n ? -difference : difference;
  const tenths = (size * 2000n + BigInt(before)) / (BigInt(before) * 2n);
  return {
    isRise: difference > 0n,
    difference: size.toString(),
    percent: `${tenths / 10n}.${tenths % 10n}`,
  };
}

const thousandths = (quantity: string) => {
  const sign = quantity.startsWith('-') ? -1n : 1n;
  const [whole = '0', decimals = ''] = quantity.replace('-', '').split('.');
  return sign * BigInt(whole + decimals.padEnd(3, '0').slice(0, 3));
};

/** One quantity less another, as a decimal string: a preview of what the database computes. */
export function quantityLess(a: string, b: string) {
  const left = thousandths(a) - thousandths(b);
  const size = left < 0n ? -left : left;
  return `${left < 0n ? '-' : ''}${size / 1000n}.${String(size % 1000n).padStart(3, '0')}`;
}
