import type { ApolloCache } from '@apollo/client';

const lists = [
  'issues',
  'searchIssues',
  'items',
  'searchItems',
  'agencies',
  'searchAgencies',
  'payments',
  'refunds',
  'adjustments',
  'openingDebts',
  'openItems',
  'receipts',
  'stockCounts',
  'periods',
  'requestsToDecide',
  'agenciesToApprove',
  'issueReturns',
];

/** After a command: lists, stock and debt are asked for again wherever they are shown next. */
export function forgetLists(cache: ApolloCache) {
  for (const fieldName of lists) cache.evict({ id: 'ROOT_QUERY', fieldName });
}
