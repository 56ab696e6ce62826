import { useQuery } from '@apollo/client/react';
import { useSearchParams } from 'react-router';
import { CURSOR, useCursorPages } from '../../../components/cursor_pages.ts';
import { PaymentListDocument } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';

const PAGE = 25;

/** The page of payments that the address asks for, newest first. */
export function usePaymentList() {
  const [params, setParams] = useSearchParams();
  const pages = useCursorPages();
  const from = params.get('tu') ?? '';
  const to = params.get('den') ?? '';
  const paymentDate = {
    ...(from ? { greaterThanOrEqualTo: from } : {}),
    ...(to ? { lessThanOrEqualTo: to } : {}),
  };
  const { data, previousData, error, loading, refetch } = useQuery(PaymentListDocument, {
    // The server takes no empty filter, so without dates there is none.
    variables: {
      first: PAGE,
      after: pages.after,
      ...(from || to ? { filter: { paymentDate } } : {}),
    },
  });
  const connection = (data ?? previousData)?.payments;
  const set = (change: { tu?: string; den?: string }) =>
    setParams(
      (earlier) => {
        const next = new URLSearchParams(earlier);
        next.delete(CURSOR);
        for (const [name, value] of Object.entries(change)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  return {
    from,
    to,
    set,
    clear: () => set({ tu: '', den: '' }),
    isFiltered: from !== '' || to !== '',
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
