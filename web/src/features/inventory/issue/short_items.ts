import { quantityOf } from '../../../lib/dong.ts';
import type { Problem } from '../../../lib/problem.ts';
import { quantityLess } from '../goods_values.ts';
import type { IssueValues, LineValues } from './issue_values.ts';

/** One item of an OUT_OF_STOCK or ITEM_INACTIVE refusal, quantities as decimal strings. */
export interface RefusedItem {
  item_id: string;
  sku: string;
  item_name: string;
  requested?: string;
  available?: string;
  shortage?: string;
  /** Of a back-dated slip: the first day whose stock would have been negative. */
  first_day?: string;
}

function refusedItems(problem: Problem): RefusedItem[] {
  const { items } = problem.details;
  return Array.isArray(items) ? (items as RefusedItem[]) : [];
}

/** The mark of a line, until the line is no longer what was refused. */
export function refusedItemOf(
  refusal: { problem: Problem; values: IssueValues } | null,
  line: LineValues,
) {
  if (!refusal || !line.item || refusal.problem.code === 'PERMISSION_DENIED') return null;
  const { id } = line.item;
  const wasRefused = refusal.values.lines.some(
    (sent) => sent.item?.id === id && sent.quantity === line.quantity,
  );
  if (!wasRefused) return null;
  return refusedItems(refusal.problem).find((item) => item.item_id === id) ?? null;
}

/** What is there for one line of an item, once the other lines have theirs. */
export function leftFor(
  lines: readonly LineValues[],
  index: number,
  available: string | undefined,
) {
  if (available === undefined) return undefined;
  const others = lines.filter(
    ({ item }, place) => place !== index && item && item.id === lines[index]?.item?.id,
  );
  const left = others.reduce(
    (rest, { quantity }) => quantityLess(rest, quantityOf(quantity) ?? '0'),
    available,
  );
  return left.startsWith('-') ? '0' : left;
}
