import type { Places } from '../../../components/form/places.ts';
import type { Reasons } from '../../../components/form/use_command_form.ts';
import type {
  CreateIssueInput,
  PickedAgencyFragment,
  PickedItemFragment,
  RequestIssueInput,
  ReviseRequestInput,
} from '../../../gql/graphql.ts';
import { businessToday } from '../../../lib/format.ts';
import { lineTotal, quantityOf, sumDong } from '../../../lib/dong.ts';

export type PickedAgency = PickedAgencyFragment;
export type PickedItem = PickedItemFragment;

export interface LineValues {
  item: PickedItem | null;
  /** As typed. */
  quantity: string;
  /** Another price than the rule's, đồng as digits, and why. A draft of before has none. */
  named?: { price: string; reason: string } | null;
  /** Given free, at 0 đồng. */
  isFree?: boolean;
}

/** What the form holds. The last line is always empty: the next one to be typed. */
export interface IssueValues {
  agency: PickedAgency | null;
  issueDate: string;
  lines: LineValues[];
  /** Whole đồng as digits; "" for nothing. */
  paidNow: string;
  note: string;
  /** The cancelled slip that this one stands for, as long as the agency is the same. */
  replaces: { id: string; code: string; agencyId: string } | null;
  /** Of a request: the day on which it is wanted, or "". A draft of before has none. */
  wantedDate?: string;
  /** The request that this asks anew for, in the version that was read. */
  revises?: { id: string; code: string; version: string } | null;
}

export const emptyLine = (): LineValues => ({ item: null, quantity: '' });

export const emptyValues = (): IssueValues => ({
  agency: null,
  issueDate: businessToday(),
  lines: [emptyLine()],
  paidNow: '',
  note: '',
  replaces: null,
  wantedDate: '',
});

export const isLineEmpty = (line: LineValues) => line.item === null && line.quantity.trim() === '';

/** Whether there is anything worth keeping. */
export function isWorthKeeping({ agency, lines, paidNow, note }: IssueValues) {
  return (
    agency !== null
    || paidNow !== ''
    || note.trim() !== ''
    || lines.some((line) => !isLineEmpty(line))
  );
}

/** Indexes of the lines that are sent, in their order: the server counts only these. */
export function sentIndexes(lines: readonly LineValues[]) {
  return lines.flatMap((line, index) => (isLineEmpty(line) ? [] : [index]));
}

/** Indexes of the lines with a price of their own, in their order. */
function pricedIndexes(lines: readonly LineValues[]) {
  return lines.flatMap((line, index) =>
    line.named && !line.isFree && !isLineEmpty(line) ? [index] : [],
  );
}

/** What a unit costs as the line stands: the rule's price until another one is named. */
export const priceOf = ({ item, named, isFree }: LineValues) =>
  isFree ? '0' : named?.price || (item?.issuePrice ?? '0');

/** A slip stands for one of the same agency only. A draft of before names none. */
export const replacedBy = ({ agency, replaces }: IssueValues) =>
  replaces && replaces.agencyId === agency?.id ? replaces : null;

export function inputOf(values: IssueValues, clientKey: string): CreateIssueInput {
  const { agency, issueDate, lines, paidNow, note } = values;
  const replaced = replacedBy(values);
  const priced = pricedIndexes(lines).flatMap((index) => lines[index] ?? []);
  return {
    clientKey,
    agencyId: agency?.id ?? null,
    issueDate,
    paidNow: paidNow === '' ? '0' : paidNow,
    note: note.trim() === '' ? null : note.trim(),
    ...(priced.length > 0
      ? {
          prices: priced.map(({ item, named }) => ({
            itemId: item?.id ?? null,
            unitPrice: named?.price ?? null,
            reason: named?.reason.trim() ?? null,
          })),
        }
      : {}),
    ...(replaced ? { replacesId: replaced.id } : {}),
    items: lines
      .filter((line) => !isLineEmpty(line))
      .map(({ item, quantity, isFree }) => ({
        itemId: item?.id ?? null,
        quantity: quantityOf(quantity),
        ...(isFree ? { isFree } : {}),
      })),
  };
}

/** A request has no date and no money: both come with its confirmation. */
export function requestOf(values: IssueValues, clientKey: string): RequestIssueInput {
  const {
    issueDate: _date,
    paidNow: _paid,
    replacesId: _replaced,
    prices: _prices,
    ...input
  } = inputOf(values, clientKey);
  return values.wantedDate ? { ...input, wantedDate: values.wantedDate } : input;
}

/** The same request, asked anew: its agency stays. */
export function revisionOf(values: IssueValues, clientKey: string): ReviseRequestInput {
  const { agencyId: _agency, ...input } = requestOf(values, clientKey);
  return {
    ...input,
    issueId: values.revises?.id ?? null,
    version: values.revises?.version ?? null,
  };
}

/** Preview of the slip's total; the database computes the one that counts. */
export function totalOf(lines: readonly LineValues[]) {
  return sumDong(lines.map((line) => (line.item ? lineTotal(line.quantity, priceOf(line)) : null)));
}

/** Where the places of the command are on the page. */
export const issuePlaces: Places = {
  names: { agencyId: 'agency' },
  lists: {
    items: { name: 'lines', sent: sentIndexes, names: { quantity: 'quantity' }, first: 'item' },
    prices: {
      name: 'lines',
      sent: pricedIndexes,
      names: { reason: 'named.reason' },
      first: 'named.price',
    },
  },
};

/** What cannot be right, before asking the server. What is allowed, it decides. */
export function checkIssue({ agency, issueDate, lines }: IssueValues): Reasons {
  return Object.fromEntries([
    ...(agency ? [] : [['agency', 'required']]),
    ...(issueDate ? [] : [['issueDate', 'required']]),
    ...(sentIndexes(lines).length === 0 ? [['lines.0.item', 'no_lines']] : []),
    ...lines.flatMap(checkLine),
  ] as [string, string][]);
}

function checkLine({ item, quantity, named }: LineValues, index: number) {
  const name = `lines.${index}`;
  const isTyped = quantity.trim() !== '';
  return [
    ...(named?.price === '' ? [[`${name}.named.price`, 'required']] : []),
    ...(named?.reason.trim() === '' ? [[`${name}.named.reason`, 'required']] : []),
    ...(item === null && isTyped ? [[`${name}.item`, 'required']] : []),
    ...(item !== null && quantityOf(quantity) === null
      ? [[`${name}.quantity`, isTyped ? 'not_a_number' : 'required']]
      : []),
  ];
}
