import { useQuery } from '@apollo/client/react';
import { useCursorPages } from '../../components/cursor_pages.ts';
import { useListState } from '../../components/list/use_list_state.ts';
import type { ListState } from '../../components/list/use_list_state.ts';
import {
  AgencyListDocument,
  AgencyNearLimitDocument,
  AgencySearchDocument,
} from '../../gql/graphql.ts';
import type { AgencyFilter, AgencyOrderBy } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useWithMoney } from '../../lib/session.ts';

const PAGE = 25;
/** The tab of those whose debt comes near its limit; the others are states. */
export const NEAR = 'near';
const names = {
  query: 'tim',
  status: 'trang-thai',
  typeId: 'loai',
  districtId: 'dia-ban',
} as const;

type Name = keyof typeof names;

/** What a column sorts by. Who reads no money does not sort by it. */
const orders: Readonly<Record<string, readonly [up: AgencyOrderBy, down: AgencyOrderBy]>> = {
  code: ['CODE_ASC', 'CODE_DESC'],
  name: ['NAME_ASC', 'NAME_DESC'],
  debt: ['DEBT_AMOUNT_ASC', 'DEBT_AMOUNT_DESC'],
};

/** What agencies are narrowed by, without their state. */
export const conditionsOf = ({
  typeId,
  districtId,
}: Readonly<Record<Name, string>>): AgencyFilter => ({
  ...(typeId ? { agencyTypeId: { equalTo: typeId } } : {}),
  ...(districtId ? { districtId: { equalTo: districtId } } : {}),
});

function orderOf(sort: ListState<Name>['sort']): AgencyOrderBy[] {
  const chosen = sort && orders[sort.key]?.[sort.isDown ? 1 : 0];
  return chosen ? [chosen, 'NAME_ASC'] : ['NAME_ASC'];
}

/** The page of agencies that the address asks for: by name, unless a column sorts them. */
export function useAgencyList() {
  const withMoney = useWithMoney();
  const state = useListState<Name>({
    names,
    sortable: Object.keys(orders).filter((key) => withMoney || key !== 'debt'),
  });
  const { filter } = state;
  const pages = useCursorPages();
  const common = { first: PAGE, after: pages.after, withMoney };
  const isSearch = filter.query !== '';
  const isNear = !isSearch && filter.status === NEAR && withMoney;
  const narrowed: AgencyFilter = {
    ...conditionsOf(filter),
    ...(filter.status && filter.status !== NEAR ? { status: { equalTo: filter.status } } : {}),
  };
  // the server takes no empty filter
  const some = Object.keys(narrowed).length > 0 ? { filter: narrowed } : {};
  const listed = useQuery(AgencyListDocument, {
    skip: isSearch || isNear,
    variables: { ...common, ...some, orderBy: orderOf(state.sort) },
  });
  const searched = useQuery(AgencySearchDocument, {
    skip: !isSearch,
    variables: { ...common, ...some, query: filter.query },
  });
  const near = useQuery(AgencyNearLimitDocument, { skip: !isNear, variables: common });
  const answer = isSearch ? searched : isNear ? near : listed;
  const data = answer.data ?? answer.previousData;
  const connection =
    data
    && ('searchAgencies' in data
      ? data.searchAgencies
      : 'agenciesNearLimit' in data
        ? data.agenciesNearLimit
        : 'agencies' in data
          ? data.agencies
          : null);
  return {
    ...state,
    pages,
    isSearch,
    isNear,
    // The warehouse has no search: it would look through names and money of agencies.
    canSearch: withMoney,
    rows: connection ? nodesOf(connection) : undefined,
    total: connection?.totalCount ?? 0,
    next: connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null,
    /** What all of them owe, of every page; of a search it is not asked. */
    debt: isSearch || isNear ? undefined : listed.data?.agencies?.aggregates?.sum?.debtAmount,
    isRefetching: answer.loading,
    error: answer.error,
    retry: () => {
      void answer.refetch();
    },
  };
}

export type AgencyListState = ReturnType<typeof useAgencyList>;
