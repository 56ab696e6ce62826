import type { QueuedRequestFragment } from '../../../gql/graphql.ts';
import { asTyped, isZero, sumDong, sumQuantity } from '../../../lib/dong.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { cutTotal, isCutWrong, outOf } from '../cut_lines.ts';
import { quantityLess } from '../goods_values.ts';
import { overdueOf } from '../issue/overdue.ts';

export type QueuedRequest = QueuedRequestFragment;
export type QueuedLine = NonNullable<QueuedRequest['issueDetails']['nodes'][number]>;
/** Quantities that were typed instead of those asked for, by line. */
export type Typed = Readonly<Record<string, string>>;

/** An item of which less is there than goes out. */
interface ShortItem {
  itemId: string;
  wanted: string;
  stock: string;
}

/** The lines of a request, in their order. */
export const linesOf = (request: QueuedRequest) =>
  nodesOf(request.issueDetails).toSorted((a, b) => a.lineNo - b.lineNo);

/** What it comes to: as asked for, or with what is typed; undefined for whoever sees no money. */
export const totalOf = (request: QueuedRequest, typed: Typed = {}) =>
  Object.keys(typed).length === 0 ? request.totalAmount : cutTotal(linesOf(request), typed);

/** How much less it comes to than was asked for. */
export const lessOf = (request: QueuedRequest, typed: Typed) =>
  BigInt(request.totalAmount ?? '0') - BigInt(totalOf(request, typed) ?? '0');

const isLess = (a: string, b: string) => quantityLess(a, b).startsWith('-');

/**
 * Items of which lines want more than there is, over one request or several: paid for and free ones
 * leave the same shelf. A preview; confirming decides under the lock.
 */
export function shortItems(lines: readonly QueuedLine[], typed: Typed = {}): ShortItem[] {
  const wanted = Map.groupBy(lines, ({ item }) => item?.id ?? '');
  return [...wanted].flatMap(([itemId, ofItem]) => {
    const sum = sumQuantity(ofItem.map((line) => outOf(line, typed)));
    const stock = ofItem[0]?.item?.stockQuantity ?? '0';
    return isLess(stock, sum) ? [{ itemId, wanted: sum, stock }] : [];
  });
}

/**
 * What is typed to let go out what is there: paid lines first. Null when nothing would be left of
 * the request.
 */
export function takeWhatIsThere(lines: readonly QueuedLine[]): Typed | null {
  const left = new Map(lines.map(({ item }) => [item?.id ?? '', item?.stockQuantity ?? '0']));
  const typed: Record<string, string> = {};
  let isAnything = false;
  for (const line of lines.toSorted((a, b) => Number(a.isFree) - Number(b.isFree))) {
    const itemId = line.item?.id ?? '';
    const stock = left.get(itemId) ?? '0';
    const out = isLess(stock, line.quantity) ? stock : line.quantity;
    left.set(itemId, quantityLess(stock, out));
    isAnything ||= !isZero(out);
    if (out !== line.quantity) typed[line.id] = asTyped(out);
  }
  return isAnything ? typed : null;
}

/** What stands against a request apart from stock. Less goods may mend the debt limit alone. */
export function barOf(request: QueuedRequest, typed: Typed = {}) {
  const { room, issueDetails } = request;
  const shortBy = BigInt(room?.shortBy ?? '0') - lessOf(request, typed);
  return {
    overdue: overdueOf(room?.overdue),
    shortBy: shortBy > 0n ? shortBy.toString() : null,
    isInactive: nodesOf(issueDetails).some(({ item }) => item?.isActive === false),
  };
}

/** Whether confirming what is typed would be refused, or for too many goods only. */
export function stateOf(request: QueuedRequest, typed: Typed = {}): 'ready' | 'short' | 'barred' {
  const { overdue, shortBy, isInactive } = barOf(request, typed);
  if (overdue || shortBy || isInactive) return 'barred';
  return shortItems(linesOf(request), typed).length > 0 ? 'short' : 'ready';
}

/** Whether several fit stock and debt limits together, which each of them may do alone. */
export function togetherOf(
  requests: readonly QueuedRequest[],
  typedOf: (request: QueuedRequest) => Typed,
) {
  const totalNow = (request: QueuedRequest) => totalOf(request, typedOf(request));
  const isBarred = (request: QueuedRequest) => {
    const typed = typedOf(request);
    return (
      stateOf(request, typed) === 'barred'
      || linesOf(request).some((line) => isCutWrong(line, typed[line.id]))
    );
  };
  const allTyped = Object.fromEntries(
    requests.flatMap((request) => Object.entries(typedOf(request))),
  );
  const byAgency = Map.groupBy(requests, ({ agency }) => agency?.id ?? '');
  const overLimit = [...byAgency.values()].filter((ofAgency) => {
    const available = ofAgency[0]?.room?.available;
    const total = sumDong(ofAgency.map(totalNow));
    return available !== undefined && available !== null && BigInt(total) > BigInt(available);
  });
  return {
    total: sumDong(requests.map(totalNow)),
    short: shortItems(requests.flatMap(linesOf), allTyped).length,
    overLimit: overLimit.length,
    barred: requests.filter(isBarred).length,
  };
}
