import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import states from '../../../../../db/words/states.json';
import { ListTabs } from '../../../components/list/ListTabs.tsx';
import { IssueTabsDocument } from '../../../gql/graphql.ts';
import { useWord } from '../../../lib/words.ts';
import { conditionsOf } from './use_issue_list.ts';
import type { IssueListState } from './use_issue_list.ts';

const statuses = [
  'requested',
  'confirmed',
  'delivered',
  'postponed',
  'rejected',
  'cancelled',
] as const;

/** Slips by their state; a search looks through all of them. */
export function IssueTabs({ list }: { list: IssueListState }) {
  const { t } = useTranslation('inventory');
  const word = useWord(states.issue_status);
  const conditions = conditionsOf(list.filter);
  const of = (status: (typeof statuses)[number]) => ({
    ...conditions,
    status: { equalTo: status },
  });
  const { data, previousData } = useQuery(IssueTabsDocument, {
    skip: list.isSearch,
    variables: {
      ...(Object.keys(conditions).length > 0 ? { all: conditions } : {}),
      requested: of('requested'),
      confirmed: of('confirmed'),
      delivered: of('delivered'),
      postponed: of('postponed'),
      rejected: of('rejected'),
      cancelled: of('cancelled'),
    },
    fetchPolicy: 'cache-and-network',
  });
  const counts = data ?? previousData;
  if (list.isSearch) return null;
  return (
    <ListTabs
      label={t('issue.status')}
      value={list.filter.status}
      onChange={(status) => list.set({ status })}
      tabs={[
        { value: '', name: t('list.all'), count: counts?.all?.countUpTo },
        ...statuses.map((status) => ({
          value: status,
          name: word(status),
          count: counts?.[status]?.countUpTo,
        })),
      ]}
    />
  );
}
