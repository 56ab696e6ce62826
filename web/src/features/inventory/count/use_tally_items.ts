import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { TallyItemsDocument } from '../../../gql/graphql.ts';
import type { TallyItemsQuery } from '../../../gql/graphql.ts';
import { isZero } from '../../../lib/dong.ts';
import { nodesOf } from '../../../lib/nodes.ts';

export type TallyItem = NonNullable<NonNullable<TallyItemsQuery['searchItems']>['nodes'][number]>;

const PAGE = 100;
/** Nobody walks along more shelves with one sheet. */
const MOST = 2000;

/**
 * All items that match, page after page; one that is no longer sold only while some of it is there.
 */
export function useTallyItems(query: string) {
  const client = useApolloClient();
  /** Of which asking: another search, or the same once more after a failure. */
  const [round, setRound] = useState(0);
  const asked = `${round} ${query}`;
  const [found, setFound] = useState<{
    asked: string;
    items: readonly TallyItem[];
    isWhole: boolean;
  } | null>(null);
  const [failed, setFailed] = useState<{ asked: string; error: unknown } | null>(null);

  useEffect(() => {
    let isStale = false;
    async function load() {
      let items: TallyItem[] = [];
      let after: string | null = null;
      do {
        const { data }: { data?: TallyItemsQuery | undefined } = await client.query({
          query: TallyItemsDocument,
          variables: { query, first: PAGE, after },
          fetchPolicy: 'network-only',
        });
        items = [...items, ...nodesOf(data?.searchItems)];
        after = data?.searchItems?.pageInfo.hasNextPage
          ? (data.searchItems.pageInfo.endCursor ?? null)
          : null;
        if (isStale) return;
        setFound({
          asked,
          isWhole: after === null,
          items: items.filter(
            ({ isActive, stockQuantity }) => isActive === true || !isZero(stockQuantity ?? '0'),
          ),
        });
      } while (after && items.length < MOST);
    }
    load().catch((error: unknown) => {
      if (!isStale) setFailed({ asked, error });
    });
    return () => {
      isStale = true;
    };
  }, [client, query, asked]);

  const current = found?.asked === asked ? found : null;
  const error = failed?.asked === asked ? failed.error : null;
  return {
    items: current?.items,
    isWhole: current?.isWhole ?? false,
    isFull: (current?.items.length ?? 0) >= MOST,
    error,
    retry: () => setRound(round + 1),
  };
}
