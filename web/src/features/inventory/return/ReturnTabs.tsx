import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import states from '../../../../../db/words/states.json';
import { ListTabs } from '../../../components/list/ListTabs.tsx';
import { IssueReturnTabsDocument } from '../../../gql/graphql.ts';
import { useWord } from '../../../lib/words.ts';
import type { ReturnListState } from './use_return_list.ts';

const statuses = ['requested', 'confirmed', 'rejected', 'cancelled'] as const;

/** Returns by their state. */
export function ReturnTabs({ list: { filter, set, conditions } }: { list: ReturnListState }) {
  const { t } = useTranslation('goods');
  const word = useWord(states.issue_return_status);
  const of = (status: (typeof statuses)[number]) => ({
    ...conditions,
    status: { equalTo: status },
  });
  const { data, previousData } = useQuery(IssueReturnTabsDocument, {
    variables: {
      ...(Object.keys(conditions).length > 0 ? { all: conditions } : {}),
      requested: of('requested'),
      confirmed: of('confirmed'),
      rejected: of('rejected'),
      cancelled: of('cancelled'),
    },
    fetchPolicy: 'cache-and-network',
  });
  const counts = data ?? previousData;
  return (
    <ListTabs
      label={t('back.status')}
      value={filter.status}
      onChange={(status) => set({ status })}
      tabs={[
        { value: '', name: t('back.allStates'), count: counts?.all?.countUpTo },
        ...statuses.map((status) => ({
          value: status,
          name: word(status),
          count: counts?.[status]?.countUpTo,
        })),
      ]}
    />
  );
}
