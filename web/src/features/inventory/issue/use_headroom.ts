import { useQuery } from '@apollo/client/react';
import { IssueHeadroomDocument } from '../../../gql/graphql.ts';
import type { IssueHeadroomQuery } from '../../../gql/graphql.ts';
import { useSettled } from '../../../lib/use_settled.ts';

export type Headroom = NonNullable<IssueHeadroomQuery['issueHeadroom']>;

const DELAY = 300;

/** What the agency may still take, as the server says for the slip typed so far. */
export function useHeadroom(agencyId: string | undefined, slipTotal: string, paidNow: string) {
  const asked = useSettled(`${agencyId ?? ''} ${slipTotal} ${paidNow}`, DELAY);
  const [settledId = '', settledTotal = '0', settledPaid = '0'] = asked.split(' ');
  const { data, previousData, error, refetch } = useQuery(IssueHeadroomDocument, {
    skip: !agencyId || settledId !== agencyId,
    variables: { agencyId: settledId, slipTotal: settledTotal, paidNow: settledPaid },
    fetchPolicy: 'no-cache',
  });
  const answer = (data ?? previousData)?.issueHeadroom ?? null;
  const headroom = answer?.agencyId === agencyId ? answer : null;
  return {
    headroom,
    /** False while the answer belongs to an earlier state of the form. */
    isCurrent: headroom?.slipTotal === slipTotal && headroom.paidNow === paidNow,
    error,
    retry: () => {
      void refetch();
    },
  };
}
