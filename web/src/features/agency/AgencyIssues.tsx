import { useQuery } from '@apollo/client/react';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { pageOf } from '../../components/cursor_pages.ts';
import { DataList } from '../../components/DataList.tsx';
import type { Column } from '../../components/data_list.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Pager } from '../../components/Pager.tsx';
import { Panel } from '../../components/Panel.tsx';
import { IssueStatusChip } from '../../components/StatusChip.tsx';
import { AgencyIssuesDocument } from '../../gql/graphql.ts';
import type { AgencyIssuesQuery } from '../../gql/graphql.ts';
import { issuePath } from '../../lib/paths.ts';
import { useWithMoney } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';
import { useTrail } from './use_trail.ts';

type Slip = NonNullable<NonNullable<AgencyIssuesQuery['agency']>['issues']['nodes'][number]>;

const PAGE = 20;

/** Slips of the agency, newest first. */
export function AgencyIssues({ id }: { id: string }) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const withMoney = useWithMoney();
  const pages = useTrail(PAGE);
  const { data, previousData, error, loading, refetch } = useQuery(AgencyIssuesDocument, {
    variables: { id, after: pages.after, withMoney },
  });
  const { rows, total: count, next } = pageOf<Slip>((data ?? previousData)?.agency?.issues);
  const total: Column<Slip> = {
    key: 'total',
    head: t('slips.total'),
    align: 'right',
    cell: ({ totalAmount }) => format.dong(totalAmount),
  };
  return (
    <Panel title={t('slips.title')} isFlush>
      <DataList<Slip>
        label={t('slips.title')}
        rows={rows}
        rowKey={(slip) => slip.id}
        rowPath={(slip) => issuePath(slip.id)}
        isRefetching={loading}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState text={t('slips.empty')} />}
        columns={[
          {
            key: 'code',
            head: t('slips.code'),
            cell: (slip) => (
              <Link component={RouterLink} to={issuePath(slip.id)}>
                {slip.code ?? slip.requestCode ?? t('slips.unnumbered')}
              </Link>
            ),
          },
          { key: 'date', head: t('slips.date'), cell: ({ issueDate }) => format.date(issueDate) },
          {
            key: 'status',
            head: t('status'),
            cell: ({ status }) => <IssueStatusChip status={status} />,
          },
          ...(withMoney ? [total] : []),
        ]}
        card={(slip) => ({
          title: slip.code ?? slip.requestCode ?? t('slips.unnumbered'),
          figure: slip.totalAmount !== undefined && format.money(slip.totalAmount),
          note: format.date(slip.issueDate),
          mark: <IssueStatusChip status={slip.status} />,
        })}
        foot={
          rows
          && (next !== null || !pages.isFirst) && (
            <Pager pages={pages} total={count} shown={rows.length} next={next} />
          )
        }
      />
    </Panel>
  );
}
