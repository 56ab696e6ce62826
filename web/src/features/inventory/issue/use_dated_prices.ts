import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import { IssuePricesOnDocument } from '../../../gql/graphql.ts';
import type { IssuePricesOnQuery } from '../../../gql/graphql.ts';
import { businessToday } from '../../../lib/format.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import type { IssueValues } from './issue_values.ts';

/**
 * What the form holds, with the prices of the day that the slip is dated: what is shown is what
 * will be charged.
 */
export function useDatedPrices(values: IssueValues): IssueValues {
  const { issueDate, lines } = values;
  const itemIds = [...new Set(lines.flatMap(({ item }) => item?.id ?? []))].toSorted();
  const isPast = /^\d{4}-\d{2}-\d{2}$/.test(issueDate) && issueDate < businessToday();
  const isAsked = isPast && itemIds.length > 0;
  const { data, previousData } = useQuery(IssuePricesOnDocument, {
    skip: !isAsked,
    variables: { itemIds, onDate: issueDate },
    fetchPolicy: 'no-cache',
  });
  const answer = isAsked ? (data ?? previousData)?.issuePricesOn : null;
  return useMemo(() => (answer ? withPrices(values, answer) : values), [values, answer]);
}

function withPrices(
  values: IssueValues,
  answer: NonNullable<IssuePricesOnQuery['issuePricesOn']>,
): IssueValues {
  const prices = new Map(nodesOf(answer).map(({ itemId, issuePrice }) => [itemId, issuePrice]));
  const lines = values.lines.map((line) =>
    line.item
      ? {
          ...line,
          item: { ...line.item, issuePrice: prices.get(line.item.id) ?? line.item.issuePrice },
        }
      : line,
  );
  return { ...values, lines };
}
