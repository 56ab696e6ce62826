import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import states from '../../../../db/words/states.json';
import { ListTabs } from '../../components/list/ListTabs.tsx';
import { AgencyTabsDocument } from '../../gql/graphql.ts';
import { useWithMoney } from '../../lib/session.ts';
import { useWord } from '../../lib/words.ts';
import { conditionsOf, NEAR } from './use_agency_list.ts';
import type { AgencyListState } from './use_agency_list.ts';

const statuses = ['active', 'pending', 'blocked', 'terminated', 'rejected'] as const;

/** Agencies by their state, and those whose debt comes near its limit. */
export function AgencyStates({ list }: { list: AgencyListState }) {
  const { t } = useTranslation('agency');
  const withMoney = useWithMoney();
  const word = useWord(states.agency_status);
  const conditions = conditionsOf(list.filter);
  const of = (status: (typeof statuses)[number]) => ({
    ...conditions,
    status: { equalTo: status },
  });
  const { data, previousData } = useQuery(AgencyTabsDocument, {
    variables: {
      withMoney,
      ...(Object.keys(conditions).length > 0 ? { all: conditions } : {}),
      active: of('active'),
      pending: of('pending'),
      blocked: of('blocked'),
      terminated: of('terminated'),
      rejected: of('rejected'),
    },
    fetchPolicy: 'cache-and-network',
  });
  const counts = data ?? previousData;
  // a search narrows all of them; how many it leaves of each state is not asked
  const shown = (count: number | undefined) => (list.isSearch ? undefined : count);
  return (
    <ListTabs
      label={t('status')}
      value={list.filter.status}
      onChange={(status) => list.set({ status })}
      tabs={[
        { value: '', name: t('all'), count: shown(counts?.all?.countUpTo) },
        ...statuses.flatMap((status) => [
          { value: status, name: word(status), count: shown(counts?.[status]?.countUpTo) },
          ...(status === 'active' && withMoney && !list.isSearch
            ? [{ value: NEAR, name: t('limit.nearOrOver'), count: counts?.near?.countUpTo }]
            : []),
        ]),
      ]}
    />
  );
}
