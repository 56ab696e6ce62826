import { useQuery } from '@apollo/client/react';
import { QueueCountsDocument } from '../../gql/graphql.ts';
import { useSession } from '../../lib/session.ts';

/** The kinds of work that wait, in the order of their tabs, and whose work each is. */
const works = [
  { name: 'requests', scopes: ['inventory:write'] },
  { name: 'registrations', scopes: ['agency:approve'] },
  { name: 'returns', scopes: ['return:confirm'] },
  { name: 'adjustments', scopes: ['finance:write', 'slip:cancel'] },
  { name: 'cash', scopes: ['finance:write'] },
] as const;

export type WorkName = (typeof works)[number]['name'];

/** Others work on it, too. */
const ASK_AGAIN_MS = 60_000;

/** The kinds of work of this person. */
export function useWorks(): readonly WorkName[] {
  const { can } = useSession();
  return works.filter(({ scopes }) => scopes.some(can)).map(({ name }) => name);
}

/** How much waits of each kind; undefined until it is known, or when it could not be asked. */
export function useQueueCounts() {
  const mine = useWorks();
  const has = (name: WorkName) => mine.includes(name);
  const { data, previousData, error } = useQuery(QueueCountsDocument, {
    variables: {
      requests: has('requests'),
      registrations: has('registrations'),
      returns: has('returns'),
      adjustments: has('adjustments'),
      cash: has('cash'),
    },
    skip: mine.length === 0,
    fetchPolicy: 'cache-and-network',
    pollInterval: ASK_AGAIN_MS,
  });
  const counted = data ?? previousData;
  const counts: Readonly<Record<WorkName, number | undefined>> = {
    requests: counted?.requestsToDecide?.countUpTo,
    registrations: counted?.agenciesToApprove?.countUpTo,
    returns: counted?.issueReturns?.countUpTo,
    adjustments: counted?.adjustments?.countUpTo,
    cash: counted?.cashInHand?.countUpTo,
  };
  return { counts, isKnown: counted !== undefined || error !== undefined };
}

/** More than this is "99+". */
const MOST = 99;

export const shownCount = (count: number) => (count > MOST ? `${MOST}+` : String(count));
