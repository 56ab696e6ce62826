import { useQuery } from '@apollo/client/react';
import { useListState } from '../../../components/list/use_list_state.ts';
import type { Sort } from '../../../components/list/use_list_state.ts';
import { PaymentListDocument } from '../../../gql/graphql.ts';
import type { PaymentFilter, PaymentOrderBy } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { conditionsOf, paperNames, usePaperFilters } from '../use_paper_filters.ts';

const PAGE = 25;
const METHOD = 'hinh-thuc';

/** What a column sorts by. */
const orders: Readonly<Record<string, readonly [up: PaymentOrderBy, down: PaymentOrderBy]>> = {
  code: ['CODE_ASC', 'CODE_DESC'],
  date: ['PAYMENT_DATE_ASC', 'PAYMENT_DATE_DESC'],
};

function orderOf(sort: Sort | null): PaymentOrderBy[] {
  const chosen = sort && orders[sort.key]?.[sort.isDown ? 1 : 0];
  return [chosen ?? 'PAYMENT_DATE_DESC', 'ID_DESC'];
}

/** The page of payments that the address asks for, newest first unless a column sorts them. */
export function usePaymentList() {
  const papers = usePaperFilters();
  // With the names of the papers, so that all conditions are cleared in one step of the address.
  const state = useListState({
    names: { ...paperNames, method: METHOD },
    sortable: Object.keys(orders),
  });
  const { filter, pages } = papers;
  const { method } = state.filter;
  /** Without the state, which the tabs count. */
  const conditions: PaymentFilter = {
    ...conditionsOf('PT', 'paymentDate', filter),
    ...(method ? { method: { equalTo: method } } : {}),
  };
  const narrowed: PaymentFilter = {
    ...conditions,
    ...(filter.status ? { status: { equalTo: filter.status } } : {}),
  };
  const { data, previousData, error, loading, refetch } = useQuery(PaymentListDocument, {
    // The server takes no empty filter, so without conditions there is none.
    variables: {
      first: PAGE,
      after: pages.after,
      ...(Object.keys(narrowed).length > 0 ? { filter: narrowed } : {}),
      orderBy: orderOf(state.sort),
    },
  });
  const connection = (data ?? previousData)?.payments;
  return {
    papers: { ...papers, isFiltered: state.isFiltered, clear: state.clear },
    state,
    method,
    conditions,
    pages,
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

export type PaymentListState = ReturnType<typeof usePaymentList>;
