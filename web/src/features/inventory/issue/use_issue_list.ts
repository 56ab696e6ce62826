import { useQuery } from '@apollo/client/react';
import { useCursorPages } from '../../../components/cursor_pages.ts';
import { useListState } from '../../../components/list/use_list_state.ts';
import type { ListState } from '../../../components/list/use_list_state.ts';
import { IssueListDocument, IssueSearchDocument } from '../../../gql/graphql.ts';
import type { IssueFilter, IssueOrderBy } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useWithMoney } from '../../../lib/session.ts';

const PAGE = 25;
const names = {
  query: 'tim',
  from: 'tu',
  to: 'den',
  status: 'trang-thai',
  agencyId: 'dai-ly',
} as const;

type Name = keyof typeof names;
type Filter = Readonly<Record<Name, string>>;

/** What a column sorts by. What was written last comes first where it leaves a choice. */
const orders: Readonly<Record<string, readonly [up: IssueOrderBy, down: IssueOrderBy]>> = {
  code: ['CODE_ASC', 'CODE_DESC'],
  date: ['ISSUE_DATE_ASC', 'ISSUE_DATE_DESC'],
};

/** What slips are narrowed by, without their state. */
export function conditionsOf({ from, to, agencyId }: Filter): IssueFilter {
  const issueDate = {
    ...(from ? { greaterThanOrEqualTo: from } : {}),
    ...(to ? { lessThanOrEqualTo: to } : {}),
  };
  return {
    ...(from || to ? { issueDate } : {}),
    ...(agencyId ? { agencyId: { equalTo: agencyId } } : {}),
  };
}

/** The server takes no empty filter. */
export const someOf = (filter: IssueFilter) =>
  Object.keys(filter).length > 0 ? { filter } : ({} as { filter?: IssueFilter });

/**
 * What was written last comes first, among slips of some days by their day, unless a column sorts
 * them.
 */
function orderOf(filter: Filter, sort: ListState<Name>['sort']): IssueOrderBy[] {
  const chosen = sort && orders[sort.key]?.[sort.isDown ? 1 : 0];
  if (chosen) return [chosen, 'CREATED_AT_DESC'];
  return filter.from || filter.to ? ['ISSUE_DATE_DESC', 'CREATED_AT_DESC'] : ['CREATED_AT_DESC'];
}

/** The page of slips that the address asks for. */
export function useIssueList() {
  const withMoney = useWithMoney();
  const state = useListState<Name>({ names, sortable: Object.keys(orders) });
  const { filter } = state;
  const pages = useCursorPages();
  const common = { first: PAGE, after: pages.after, withMoney };
  const isSearch = filter.query !== '';
  const listed = useQuery(IssueListDocument, {
    skip: isSearch,
    variables: {
      ...common,
      ...someOf({
        ...conditionsOf(filter),
        ...(filter.status ? { status: { equalTo: filter.status } } : {}),
      }),
      orderBy: orderOf(filter, state.sort),
    },
  });
  const searched = useQuery(IssueSearchDocument, {
    skip: !isSearch,
    variables: { ...common, query: filter.query },
  });
  const answer = isSearch ? searched : listed;
  const data = answer.data ?? answer.previousData;
  const connection =
    data && ('searchIssues' in data ? data.searchIssues : 'issues' in data ? data.issues : null);
  return {
    ...state,
    pages,
    isSearch,
    // The warehouse has no search: it would look through names and money of agencies.
    canSearch: withMoney,
    rows: connection ? nodesOf(connection) : undefined,
    total: connection?.totalCount ?? 0,
    next: connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null,
    isRefetching: answer.loading,
    error: answer.error,
    retry: () => {
      void answer.refetch();
    },
  };
}

export type IssueListState = ReturnType<typeof useIssueList>;
