import { useQuery } from '@apollo/client/react';
import { useSearchParams } from 'react-router';
import { CURSOR, useCursorPages } from '../../../components/cursor_pages.ts';
import { IssueListDocument, IssueSearchDocument } from '../../../gql/graphql.ts';
import type { IssueFilter, IssueOrderBy } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useWithMoney } from '../../../lib/session.ts';

const PAGE = 25;
const names = { query: 'tim', from: 'tu', to: 'den' } as const;
type Filter = Record<keyof typeof names, string>;

function useFilter() {
  const [params, setParams] = useSearchParams();
  const filter: Filter = {
    query: params.get(names.query) ?? '',
    from: params.get(names.from) ?? '',
    to: params.get(names.to) ?? '',
  };
  const set = (change: Partial<Filter>) =>
    setParams(
      (earlier) => {
        const next = new URLSearchParams(earlier);
        next.delete(CURSOR);
        for (const [key, value] of Object.entries({ ...filter, ...change })) {
          const name = names[key as keyof Filter];
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  const clear = () => set({ query: '', from: '', to: '' });
  return { filter, set, clear, isFiltered: Object.values(filter).some((value) => value !== '') };
}

/**
 * What was written last comes first, among slips of some days by their day. The server takes no
 * empty filter.
 */
function listOf({ from, to }: Filter): { filter?: IssueFilter; orderBy: IssueOrderBy[] } {
  if (!from && !to) return { orderBy: ['CREATED_AT_DESC'] };
  const issueDate = {
    ...(from ? { greaterThanOrEqualTo: from } : {}),
    ...(to ? { lessThanOrEqualTo: to } : {}),
  };
  return { filter: { issueDate }, orderBy: ['ISSUE_DATE_DESC', 'CREATED_AT_DESC'] };
}

/** The page of slips that the address asks for. */
export function useIssueList() {
  const withMoney = useWithMoney();
  const { filter, ...change } = useFilter();
  const pages = useCursorPages();
  const common = { first: PAGE, after: pages.after, withMoney };
  const isSearch = filter.query !== '';
  const listed = useQuery(IssueListDocument, {
    skip: isSearch,
    variables: { ...common, ...listOf(filter) },
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
    filter,
    ...change,
    pages,
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
