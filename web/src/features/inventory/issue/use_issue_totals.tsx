import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { COUNTED } from '../../../components/list/ListTabs.tsx';
import { IssueTotalsDocument } from '../../../gql/graphql.ts';
import { useWithMoney } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { conditionsOf } from './use_issue_list.ts';
import type { IssueListState } from './use_issue_list.ts';

const inForce = ['confirmed', 'delivered'];

/**
 * What stands below the columns: the sum of all slips in force that the list shows, of every page.
 * Nothing of more slips than are counted, which nobody adds up in their head either.
 */
export function useIssueTotals({ filter, isSearch, total }: IssueListState) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const withMoney = useWithMoney();
  const isSummed = filter.status === '' || inForce.includes(filter.status);
  const { data } = useQuery(IssueTotalsDocument, {
    skip: !withMoney || isSearch || !isSummed || total === 0 || total > COUNTED,
    variables: {
      filter: {
        ...conditionsOf(filter),
        status: filter.status ? { equalTo: filter.status } : { in: inForce },
      },
    },
    fetchPolicy: 'cache-and-network',
  });
  const sum = data?.issues?.aggregates?.sum?.totalAmount;
  if (sum === undefined || isSearch || !isSummed) return undefined;
  return {
    agency: t('list.inForce', { count: data?.issues?.countUpTo ?? 0 }),
    total: format.dong(sum),
  };
}
