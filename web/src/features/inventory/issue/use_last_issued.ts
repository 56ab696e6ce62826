import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { LastIssuedDocument } from '../../../gql/graphql.ts';
import type { LastIssuedQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';

export type LastIssued = NonNullable<NonNullable<LastIssuedQuery['lastIssued']>['nodes'][number]>;

interface Known {
  agencyId: string | undefined;
  data: LastIssuedQuery;
}

/** What the agency took of each of these items the last time; what is known stays while more is. */
export function useLastIssued(
  agencyId: string | undefined,
  itemIds: readonly string[],
): ReadonlyMap<string, LastIssued> {
  const sorted = [...new Set(itemIds)].toSorted();
  const [known, setKnown] = useState<Known | null>(null);
  const { data } = useQuery(LastIssuedDocument, {
    skip: agencyId === undefined || sorted.length === 0,
    variables: { agencyId: agencyId ?? '', itemIds: sorted },
  });
  if (data && known?.data !== data) setKnown({ agencyId, data });
  // never what another agency took
  const rows = known?.agencyId === agencyId ? nodesOf(known?.data.lastIssued) : [];
  return new Map(rows.flatMap((row) => (row.itemId === null ? [] : [[row.itemId, row] as const])));
}
