import { useQuery } from '@apollo/client/react';
import { LastIssuedDocument } from '../../../gql/graphql.ts';
import type { LastIssuedQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';

export type LastIssued = NonNullable<NonNullable<LastIssuedQuery['lastIssued']>['nodes'][number]>;

/** What the agency took of each of these items the last time; nothing while it is asked. */
export function useLastIssued(
  agencyId: string | undefined,
  itemIds: readonly string[],
): ReadonlyMap<string, LastIssued> {
  const sorted = [...new Set(itemIds)].toSorted();
  const { data, previousData } = useQuery(LastIssuedDocument, {
    skip: agencyId === undefined || sorted.length === 0,
    variables: { agencyId: agencyId ?? '', itemIds: sorted },
  });
  const rows = agencyId === undefined ? [] : nodesOf((data ?? previousData)?.lastIssued);
  return new Map(rows.flatMap((row) => (row.itemId === null ? [] : [[row.itemId, row] as const])));
}
