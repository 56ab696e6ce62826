import { useQuery } from '@apollo/client/react';
import { useSearchParams } from 'react-router';
import { CURSOR, useCursorPages } from '../../components/cursor_pages.ts';
import { AgencyListDocument, AgencySearchDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useWithMoney } from '../../lib/session.ts';

const PAGE = 25;

/** The page of agencies that the address asks for, by name. */
export function useAgencyList() {
  const withMoney = useWithMoney();
  const [params, setParams] = useSearchParams();
  const pages = useCursorPages();
  const query = params.get('tim') ?? '';
  const common = { first: PAGE, after: pages.after, withMoney };
  const listed = useQuery(AgencyListDocument, { skip: query !== '', variables: common });
  const searched = useQuery(AgencySearchDocument, {
    skip: query === '',
    variables: { ...common, query },
  });
  const answer = query ? searched : listed;
  const data = answer.data ?? answer.previousData;
  const connection =
    data
    && ('searchAgencies' in data ? data.searchAgencies : 'agencies' in data ? data.agencies : null);
  const setQuery = (text: string) =>
    setParams(
      (earlier) => {
        const next = new URLSearchParams(earlier);
        next.delete(CURSOR);
        if (text) next.set('tim', text);
        else next.delete('tim');
        return next;
      },
      { replace: true },
    );
  return {
    query,
    setQuery,
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
