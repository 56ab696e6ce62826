import type { ShownIssueFragment } from '../../gql/graphql.ts';
import { isZero, lineTotal, quantityOf, sumDong } from '../../lib/dong.ts';
import { quantityLess } from './goods_values.ts';

type ShownLine = NonNullable<
  NonNullable<NonNullable<ShownIssueFragment['issueDetails']>['nodes']>[number]
>;
/** What is looked at of a line of which less may go out. */
export type CutLine = Pick<ShownLine, 'id' | 'quantity' | 'isFree' | 'unitPrice' | 'item'>;
type Typed = Readonly<Record<string, string>>;

const isSame = (a: string, b: string) => isZero(quantityLess(a, b));
/** What goes out of a line: as typed, else what was asked for; nothing while it is no figure. */
export const outOf = (line: Pick<CutLine, 'id' | 'quantity'>, typed: Typed) =>
  quantityOf(typed[line.id] ?? line.quantity) ?? '0';

/** A hint before asking the server: no figure, or more than was asked for. */
export function isCutWrong(line: CutLine, text: string | undefined) {
  if (text === undefined) return false;
  const quantity = text.trim() === '' ? null : quantityOf(text);
  return quantity === null || quantityLess(line.quantity, quantity).startsWith('-');
}

/** Lines of which less goes out than was asked for, as they are sent. */
export const cutItems = (lines: readonly CutLine[], typed: Typed) =>
  lines
    .filter(
      (line) =>
        typed[line.id] !== undefined
        && !isSame(quantityOf(typed[line.id] ?? '') ?? line.quantity, line.quantity),
    )
    .map((line) => ({
      itemId: line.item?.id ?? null,
      quantity: quantityOf(typed[line.id] ?? ''),
      ...(line.isFree ? { isFree: true } : {}),
    }));

/**
 * Preview of what the slip will cost, for those who see money; the database computes the one that
 * counts.
 */
export const cutTotal = (lines: readonly CutLine[], typed: Typed) =>
  lines.some(({ unitPrice }) => unitPrice === undefined)
    ? undefined
    : sumDong(lines.map((line) => lineTotal(outOf(line, typed), line.unitPrice ?? '0')));
