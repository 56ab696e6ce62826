import { useQuery } from '@apollo/client/react';
import { useSearchParams } from 'react-router';
import { CURSOR, useCursorPages } from '../../components/cursor_pages.ts';
import { RefusalListDocument } from '../../gql/graphql.ts';
import type { RefusalFilter } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useSession } from '../../lib/session.ts';
import { daysFilter } from './days_filter.ts';

const PAGE = 25;
const names = { code: 'ma', userId: 'nguoi', userName: 'ten', from: 'tu', to: 'den' } as const;

type RefusalFilters = Record<keyof typeof names, string>;

/**
 * The refusals that the address asks for, newest first; of oneself for those who may not read those
 * of others.
 */
export function useRefusalList() {
  const { can, user } = useSession();
  const seesAll = can('refusal:read');
  const [params, setParams] = useSearchParams();
  const pages = useCursorPages();
  const filters = Object.fromEntries(
    Object.entries(names).map(([name, key]) => [name, params.get(key) ?? '']),
  ) as RefusalFilters;
  const userId = seesAll ? filters.userId : user.id;
  const filter: RefusalFilter = {
    ...(filters.code ? { code: { equalTo: filters.code } } : {}),
    ...(userId ? { userId: { equalTo: userId } } : {}),
    ...daysFilter('createdAt', filters),
  };
  const { data, previousData, error, loading, refetch } = useQuery(RefusalListDocument, {
    variables: {
      first: PAGE,
      after: pages.after,
      ...(Object.keys(filter).length > 0 ? { filter } : {}),
    },
    fetchPolicy: 'cache-and-network',
  });
  const connection = (data ?? previousData)?.refusals;
  const setFilters = (some: Partial<RefusalFilters>) =>
    setParams(
      (earlier) => {
        const next = new URLSearchParams(earlier);
        next.delete(CURSOR);
        for (const [name, text] of Object.entries(some)) {
          const key = names[name as keyof typeof names];
          if (text) next.set(key, text);
          else next.delete(key);
        }
        return next;
      },
      { replace: true },
    );

  return {
    seesAll,
    filters,
    setFilters,
    pages,
    error,
    isRefetching: loading,
    isFiltered: Object.values(filters).some((given) => given !== ''),
    clear: () => setParams({}, { replace: true }),
    parameters: { code: filters.code, userId, from: filters.from, to: filters.to },
    rows: connection ? nodesOf(connection) : undefined,
    total: connection?.totalCount ?? 0,
    next: connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null,
    retry: () => {
      void refetch();
    },
  };
}

export type RefusalListState = ReturnType<typeof useRefusalList>;
