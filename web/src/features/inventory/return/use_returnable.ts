import { useQuery } from '@apollo/client/react';
import { ReturnableIssueDocument } from '../../../gql/graphql.ts';
import { isZero } from '../../../lib/dong.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useSession } from '../../../lib/session.ts';
import { quantityLess } from '../goods_values.ts';

/**
 * What the slip still lets come back, by the server's figures of this moment, and whether this
 * person
 * only asks for it: another one confirms. The server has the last word on both.
 */
export function useReturnable(id: string) {
  const { can } = useSession();
  const mayConfirm = can('return:confirm');
  const { data, error, refetch } = useQuery(ReturnableIssueDocument, {
    variables: { id, asksRegulation: mayConfirm && can('config:read') },
    fetchPolicy: 'network-only',
  });
  const counting = new Set(
    nodesOf(data?.issue?.issueReturns)
      .filter(({ status }) => status === 'confirmed')
      .map((made) => made.id),
  );
  const lines = nodesOf(data?.issue?.issueDetails)
    .toSorted((a, b) => a.lineNo - b.lineNo)
    .map((line) => ({
      ...line,
      left: nodesOf(line.issueReturnDetailsByIssueIdAndItemId)
        .filter(({ issueReturnId }) => counting.has(issueReturnId))
        .reduce((left, { quantity }) => quantityLess(left, quantity), line.quantity),
    }))
    .filter(({ left }) => !isZero(left));
  return {
    agency: data?.issue?.agency,
    lines,
    isLoaded: data !== undefined,
    error,
    retry: () => void refetch(),
    onlyAsks: !mayConfirm || data?.regulationByKey?.inForce?.value === 'true',
  };
}
