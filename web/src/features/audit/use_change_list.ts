import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { ChangesDocument } from '../../gql/graphql.ts';
import type { ChangeFilter } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { daysFilter } from './days_filter.ts';

const PAGE = 25;
const names = {
  table: 'bang',
  userId: 'nguoi',
  userName: 'ten',
  from: 'tu',
  to: 'den',
  row: 'dong',
} as const;

export type ChangeFilters = Record<keyof typeof names, string>;

function filterOf({ table, userId, from, to, row }: ChangeFilters): ChangeFilter | null {
  const filter: ChangeFilter = {
    ...(table ? { tableName: { equalTo: table } } : {}),
    ...(userId ? { userId: { equalTo: userId } } : {}),
    ...(row ? { rowKey: { equalTo: row } } : {}),
    ...daysFilter('changedAt', { from, to }),
  };
  return Object.keys(filter).length > 0 ? filter : null;
}

/** The changes that the address asks for, newest first, more of them on demand. */
export function useChangeList() {
  const [params, setParams] = useSearchParams();
  const [isLoadingMore, setLoadingMore] = useState(false);
  const filters = Object.fromEntries(
    Object.entries(names).map(([name, key]) => [name, params.get(key) ?? '']),
  ) as ChangeFilters;
  const filter = filterOf(filters);
  const answer = useQuery(ChangesDocument, {
    variables: { first: PAGE, ...(filter ? { filter } : {}) },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const data = answer.data ?? answer.previousData;
  const after = answer.data?.changes?.pageInfo.hasNextPage
    ? answer.data.changes.pageInfo.endCursor
    : null;

  async function loadMore() {
    setLoadingMore(true);
    await answer
      .fetchMore({
        variables: { after },
        updateQuery: (earlier, { fetchMoreResult: { changes } }) =>
          !earlier.changes || !changes
            ? earlier
            : {
                ...earlier,
                changes: { ...changes, nodes: [...earlier.changes.nodes, ...changes.nodes] },
              },
      })
      .catch(() => undefined);
    setLoadingMore(false);
  }

  return {
    filters,
    isFiltered: filter !== null,
    setFilters: (some: Partial<ChangeFilters>) =>
      setParams(
        (earlier) => {
          const next = new URLSearchParams(earlier);
          for (const [name, text] of Object.entries(some)) {
            const key = names[name as keyof typeof names];
            if (text) next.set(key, text);
            else next.delete(key);
          }
          return next;
        },
        { replace: true },
      ),
    clear: () => setParams({}, { replace: true }),
    rows: data && nodesOf(data.changes),
    total: data?.changes?.totalCount ?? 0,
    hasMore: Boolean(after),
    isLoadingMore,
    loadMore: () => {
      void loadMore();
    },
    isRefetching: answer.loading,
    error: answer.error,
    retry: () => {
      void answer.refetch();
    },
  };
}

export type ChangeListState = ReturnType<typeof useChangeList>;
