import { useQuery } from '@apollo/client/react';
import { useCursorPages } from '../../../components/cursor_pages.ts';
import { useListState } from '../../../components/list/use_list_state.ts';
import type { Sort } from '../../../components/list/use_list_state.ts';
import { IssueReturnListDocument } from '../../../gql/graphql.ts';
import type { IssueReturnFilter, IssueReturnOrderBy } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useWithMoney } from '../../../lib/session.ts';

const PAGE = 25;
const names = { status: 'trang-thai', agencyId: 'dai-ly' } as const;

/** What a column sorts by. */
const orders: Readonly<
  Record<string, readonly [up: IssueReturnOrderBy, down: IssueReturnOrderBy]>
> = {
  asked: ['CREATED_AT_ASC', 'CREATED_AT_DESC'],
  date: ['RETURN_DATE_ASC', 'RETURN_DATE_DESC'],
};

/** What was asked for last comes first, unless a column sorts them. */
function orderOf(sort: Sort | null): IssueReturnOrderBy[] {
  const chosen = sort && orders[sort.key]?.[sort.isDown ? 1 : 0];
  if (!chosen) return ['CREATED_AT_DESC'];
  return chosen.startsWith('CREATED_AT') ? [chosen] : [chosen, 'CREATED_AT_DESC'];
}

/** The page of returns that the address asks for. */
export function useReturnList() {
  const withMoney = useWithMoney();
  const state = useListState({ names, sortable: Object.keys(orders) });
  const pages = useCursorPages();
  const { status, agencyId } = state.filter;
  /** Without the state, which the tabs count. */
  const conditions: IssueReturnFilter = agencyId ? { agencyId: { equalTo: agencyId } } : {};
  const filter: IssueReturnFilter = {
    ...conditions,
    ...(status ? { status: { equalTo: status } } : {}),
  };
  const { data, previousData, loading, error, refetch } = useQuery(IssueReturnListDocument, {
    variables: {
      first: PAGE,
      after: pages.after,
      withMoney,
      // The server takes no empty filter, so without conditions there is none.
      ...(Object.keys(filter).length > 0 ? { filter } : {}),
      orderBy: orderOf(state.sort),
    },
  });
  const connection = (data ?? previousData)?.issueReturns;
  return {
    ...state,
    conditions,
    pages,
    withMoney,
    rows: connection ? nodesOf(connection) : undefined,
    total: connection?.totalCount ?? 0,
    next: connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null,
    isRefetching: loading,
    error,
    retry: () => {
      void refetch();
    },
  };
}

export type ReturnListState = ReturnType<typeof useReturnList>;
