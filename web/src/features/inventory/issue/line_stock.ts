import { asTyped, quantityOf, sumQuantity } from '../../../lib/dong.ts';
import { quantityLess } from '../goods_values.ts';
import type { LineValues } from './issue_values.ts';
import { leftFor } from './short_items.ts';

/** How much is there for a line of which more is typed than that; undefined when it suffices. */
export function shortOf(lines: readonly LineValues[], index: number) {
  const { item, quantity = '' } = lines[index] ?? {};
  if (!item || quantityOf(quantity) === null) return undefined;
  const wanted = sumQuantity(
    lines.flatMap((line) => (line.item?.id === item.id ? [quantityOf(line.quantity) ?? '0'] : [])),
  );
  if (!quantityLess(item.stockQuantity, wanted).startsWith('-')) return undefined;
  const left = leftFor(lines, index, item.stockQuantity) ?? '0';
  return { stock: item.stockQuantity, wanted, left: asTyped(left) };
}
