import type { HandledItemFragment } from '../../gql/graphql.ts';
import { lineTotal, quantityOf, sumDong } from '../../lib/dong.ts';

export type HandledItem = HandledItemFragment;

/** A line of a receipt or of a stock count. */
export interface GoodsLine {
  key: string;
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

export type LineField = 'item' | 'figure' | 'price';
/** Reasons by field: a field of the head, or `<line's key>.<field>`. */
export type FieldReasons = Readonly<Record<string, string>>;

export const nameOf = (line: GoodsLine, field: LineField) => `${line.key}.${field}`;
export const emptyGoodsLine = (): GoodsLine => ({
  key: crypto.randomUUID(),
  item: null,
  figure: '',
  price: '',
});
export const isGoodsLineEmpty = ({ item, figure }: GoodsLine) =>
  item === null && figure.trim() === '';
export const sentLines = (lines: readonly GoodsLine[]) =>
  lines.filter((line) => !isGoodsLineEmpty(line));

/** Hints before asking the server. What is allowed, it decides. */
export function lineHints(lines: readonly GoodsLine[], hasPrice: boolean): FieldReasons {
  const sent = sentLines(lines);
  const first = lines[0];
  if (sent.length === 0 && first) return { [nameOf(first, 'item')]: 'no_lines' };
  return Object.fromEntries(
    sent.flatMap(
      (line) =>
        [
          ...(line.item ? [] : [[nameOf(line, 'item'), 'required']]),
          ...(quantityOf(line.figure) === null
            ? [[nameOf(line, 'figure'), line.figure.trim() === '' ? 'required' : 'not_a_number']]
            : []),
          ...(hasPrice && !line.isFree && line.price === ''
            ? [[nameOf(line, 'price'), 'required']]
            : []),
        ] as [string, string][],
    ),
  );
}

const lineFields: Record<string, LineField | undefined> = {
  item_id: 'item',
  quantity: 'figure',
  counted: 'figure',
  unit_price: 'price',
};

/**
 * The fields of a VALIDATION_ERROR by the names of the form; the server counts only the lines it
 * was sent.
 */
export function reasonsOf(
  details: Record<string, unknown>,
  lines: readonly GoodsLine[],
): FieldReasons {
  const sent = sentLines(lines);
  const fields = Array.isArray(details['fields'])
    ? (details['fields'] as { path: string; reason: string; value?: string }[])
    : [];
  return Object.fromEntries(
    fields.map(({ path, reason, value }) => {
      const [head = '', place, field = ''] = path.split('.');
      const line = head === 'items' ? (sent[Number(place ?? 0)] ?? lines[0]) : undefined;
      const message = value === undefined ? reason : `${reason} ${value}`;
      return [line ? nameOf(line, lineFields[field] ?? 'item') : head, message];
    }),
  );
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
