import { useQuery } from '@apollo/client/react';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import states from '../../../../../db/words/states.json';
import { DataList } from '../../../components/DataList.tsx';
import type { Column } from '../../../components/data_list.ts';
import { Panel } from '../../../components/Panel.tsx';
import { StatusChip } from '../../../components/StatusChip.tsx';
import { IssueReturnsDocument } from '../../../gql/graphql.ts';
import type { IssueReturnsQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { issueReturnPath } from '../../../lib/paths.ts';
import { useWithMoney } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';

type Return = NonNullable<NonNullable<IssueReturnsQuery['issue']>['issueReturns']['nodes'][number]>;

/** What came back of a slip or was asked to; nothing is shown when nothing was. */
export function IssueReturns({ issueId }: { issueId: string }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const withMoney = useWithMoney();
  const { data, error, refetch } = useQuery(IssueReturnsDocument, {
    variables: { id: issueId, withMoney },
    fetchPolicy: 'cache-and-network',
  });
  const rows = nodesOf(data?.issue?.issueReturns);
  if (rows.length === 0 && !error) return null;
  const money: Column<Return>[] = withMoney
    ? [
        {
          key: 'total',
          head: t('back.total'),
          align: 'right',
          cell: ({ totalAmount }) => format.dong(totalAmount),
        },
      ]
    : [];
  return (
    <Panel title={t('back.many')} isFlush sx={{ '@media print': { display: 'none' } }}>
      <DataList<Return>
        label={t('back.many')}
        rows={data ? rows : undefined}
        rowKey={({ id }) => id}
        rowPath={({ id }) => issueReturnPath(id)}
        error={error}
        onRetry={() => void refetch()}
        empty={null}
        columns={[
          {
            key: 'code',
            head: t('back.code'),
            width: 160,
            cell: ({ id, code }) => (
              <Link
                component={RouterLink}
                to={issueReturnPath(id)}
                sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}
              >
                {code ?? t('back.waiting')}
              </Link>
            ),
          },
          {
            key: 'date',
            head: t('back.date'),
            width: 120,
            cell: ({ returnDate }) => format.date(returnDate),
          },
          {
            key: 'reason',
            head: t('reasonGiven'),
            cell: ({ reason, status }) => (
              <>
                {reason}{' '}
                {status !== 'confirmed' && (
                  <StatusChip words={states.issue_return_status} status={status} />
                )}
              </>
            ),
          },
          ...money,
        ]}
        card={({ code, status, returnDate, reason, totalAmount }) => ({
          title: code ?? t('back.waiting'),
          figure: totalAmount !== undefined && format.money(totalAmount),
          note: [format.date(returnDate), reason].filter(Boolean).join(' · '),
          mark: status !== 'confirmed' && (
            <StatusChip words={states.issue_return_status} status={status} />
          ),
        })}
      />
    </Panel>
  );
}
