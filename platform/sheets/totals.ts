// What stands under a table: sums of its columns, added up while the rows pass by.
import { isFigure, type Table, type Totals } from './table.ts';
import type { Column } from './column.ts';

/** Decimals that any figure has at most. */
const DECIMALS = 6;

/** 12.5 → 12500000n: figures are exact, so they are added as whole numbers. */
function scaled(text: string): bigint {
  const isNegative = text.startsWith('-');
  const [whole = '0', rest = ''] = (isNegative ? text.slice(1) : text).split('.');
  const size = BigInt(whole + rest.slice(0, DECIMALS).padEnd(DECIMALS, '0'));
  return isNegative ? -size : size;
}

function written(size: bigint): string {
  const digits = String(size < 0n ? -size : size).padStart(DECIMALS + 1, '0');
  let rest = digits.slice(-DECIMALS);
  while (rest.endsWith('0')) rest = rest.slice(0, -1);
  const text = digits.slice(0, -DECIMALS) + (rest && `.${rest}`);
  return size < 0n ? `-${text}` : text;
}

/**
 * Adds up the columns that are asked for, of the rows that count. `counting` gives them on as they
 * come; the sums are whole when it has ended.
 */
export function totalsOf(
  columns: readonly Column[],
  { label, keys, without }: Pick<Totals, 'label' | 'keys' | 'without'>,
): Totals & { counting(batches: Table['batches']): Table['batches'] } {
  const sums = new Map<string, bigint>();
  const summed = columns.flatMap((column, index) =>
    keys.has(column.key) && isFigure(column) ? [{ key: column.key, index }] : [],
  );
  for (const { key } of summed) sums.set(key, 0n);
  const judge = without === null ? -1 : columns.findIndex(({ key }) => key === without.key);
  const counts = (row: readonly (string | null)[]): boolean =>
    judge === -1 || !without?.words.includes(row[judge] ?? '');
  async function* counting(batches: Table['batches']) {
    for await (const rows of batches) {
      for (const row of rows) {
        if (!counts(row)) continue;
        for (const { key, index } of summed)
          sums.set(key, (sums.get(key) ?? 0n) + scaled(row[index] ?? '0'));
      }
      yield rows;
    }
  }
  return {
    label,
    keys: new Set(summed.map(({ key }) => key)),
    without: judge === -1 ? null : without,
    figures: () => Object.fromEntries([...sums].map(([key, sum]) => [key, written(sum)])),
    counting,
  };
}
