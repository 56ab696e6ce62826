import type { vi } from './queue_vi.ts';

/** English has a singular that Vietnamese lacks. */
type Plurals = {
  items_one: string;
  confirmAll_one: string;
  confirmAllTitle_one: string;
  postponeAllTitle_one: string;
  check: (typeof vi)['check'] & { short_one: string };
  together: (typeof vi)['together'] & { short_one: string; over_one: string; barred_one: string };
};

export const en: typeof vi & Plurals = {
  none: 'No request waits to be confirmed.',
  noReturns: 'No return waits to be confirmed.',
  nonePostponed: 'No request is postponed.',
  showPostponed: 'Show the postponed ones',
  showWaiting: 'Back to those that wait',
  postponedList: 'Postponed requests',
  items_one: '{{count}} item',
  items_other: '{{count}} items',
  millions: '{{amount}} m',
  check: {
    inStock: 'In stock',
    short_one: '{{count}} item short',
    short_other: '{{count}} items short',
    inactive: 'An item is no longer sold',
    left: 'Limit leaves {{amount}}',
    over: 'Over the limit by {{amount}}',
    overdue: 'Overdue for {{days}} days',
    openSlips: '{{count}} slips not paid in full',
  },
  seeWhy: 'See why',
  editQuantity: 'Edit quantities',
  takeAndConfirm: 'Take what is there, confirm',
  lines: 'Goods asked for',
  item: 'Item',
  wanted: 'Wanted',
  stock: 'Stock',
  amount: 'Amount (₫)',
  shortLine: '{{stock}} there, {{wanted}} wanted',
  take: 'Take {{quantity}}',
  total: 'Total',
  askedAt: 'Asked at',
  postponedFor: 'Postponed because',
  debtBefore: 'Debt now',
  debtAfter: 'Debt after',
  limit: 'Debt limit',
  collect: 'New payment',
  barred: 'It cannot be confirmed yet: the reason stands above.',
  decided: 'This request has been decided on.',
  confirmAll_one: 'Confirm {{count}}',
  confirmAll_other: 'Confirm {{count}}',
  confirmAllTitle_one: 'Confirm {{count}} request, {{total}}?',
  confirmAllTitle_other: 'Confirm {{count}} requests, {{total}}?',
  confirmAllText:
    'Each gets a number and is booked today. One that is refused stays in the list, with the '
    + 'reason.',
  postponeAllTitle_one: 'Postpone {{count}} request?',
  postponeAllTitle_other: 'Postpone {{count}} requests?',
  together: {
    fits: 'Stock and limits suffice for all of them',
    short_one: 'Together {{count}} item is short.',
    short_other: 'Together {{count}} items are short.',
    over_one: 'Together they pass the limit of {{count}} agency.',
    over_other: 'Together they pass the limit of {{count}} agencies.',
    barred_one: '{{count}} request cannot be confirmed yet.',
    barred_other: '{{count}} requests cannot be confirmed yet.',
  },
  done: {
    confirm: '{{agency}}: confirmed, slip {{code}}',
    postpone: 'Postponed {{code}} of {{agency}}',
    resume: '{{code}} of {{agency}} waits again',
    reject: 'Rejected {{code}} of {{agency}}',
  },
};
