import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import states from '../../../../../db/words/states.json';
import { COUNTED, ListTabs } from '../../../components/list/ListTabs.tsx';
import { PaymentTabsDocument, PaymentTotalsDocument } from '../../../gql/graphql.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';
import type { PaymentListState } from './use_payment_list.ts';

/** Payments by their state. */
export function PaymentTabs({ list: { papers, conditions } }: { list: PaymentListState }) {
  const { t } = useTranslation('finance');
  const word = useWord(states.payment_status);
  const { data, previousData } = useQuery(PaymentTabsDocument, {
    variables: {
      ...(Object.keys(conditions).length > 0 ? { all: conditions } : {}),
      confirmed: { ...conditions, status: { equalTo: 'confirmed' } },
      cancelled: { ...conditions, status: { equalTo: 'cancelled' } },
    },
    fetchPolicy: 'cache-and-network',
  });
  const counts = data ?? previousData;
  return (
    <ListTabs
      label={t('status')}
      value={papers.filter.status}
      onChange={(status) => papers.set({ status })}
      tabs={[
        { value: '', name: t('list.all'), count: counts?.all?.countUpTo },
        { value: 'confirmed', name: word('confirmed'), count: counts?.confirmed?.countUpTo },
        { value: 'cancelled', name: word('cancelled'), count: counts?.cancelled?.countUpTo },
      ]}
    />
  );
}

/** What stands below the columns: the sum of all payments in force that the list shows. */
export function usePaymentTotals({ papers, conditions, total }: PaymentListState) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const isSummed = papers.filter.status !== 'cancelled';
  const { data } = useQuery(PaymentTotalsDocument, {
    skip: !isSummed || total === 0 || total > COUNTED,
    variables: { filter: { ...conditions, status: { equalTo: 'confirmed' } } },
    fetchPolicy: 'cache-and-network',
  });
  const sum = data?.payments?.aggregates?.sum?.amount;
  if (sum === undefined || !isSummed) return undefined;
  return {
    agency: t('list.inForce', { count: data?.payments?.countUpTo ?? 0 }),
    amount: format.dong(sum),
  };
}
