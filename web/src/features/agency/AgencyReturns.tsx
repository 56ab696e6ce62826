import { useQuery } from '@apollo/client/react';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import states from '../../../../db/words/states.json';
import { pageOf } from '../../components/cursor_pages.ts';
import { DataList } from '../../components/DataList.tsx';
import type { Column } from '../../components/data_list.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Pager } from '../../components/Pager.tsx';
import { StatusChip } from '../../components/StatusChip.tsx';
import { AgencyReturnsDocument } from '../../gql/graphql.ts';
import type { AgencyReturnsQuery } from '../../gql/graphql.ts';
import { issueReturnPath } from '../../lib/paths.ts';
import { useWithMoney } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';
import { useTrail } from './use_trail.ts';

type Row = NonNullable<NonNullable<AgencyReturnsQuery['agency']>['issueReturns']['nodes'][number]>;
const PAGE = 20;

/** What came back from the agency, or is asked to, newest first. */
export function AgencyReturns({ id }: { id: string }) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const withMoney = useWithMoney();
  const pages = useTrail(PAGE);
  const { data, previousData, error, loading, refetch } = useQuery(AgencyReturnsDocument, {
    variables: { id, after: pages.after, withMoney },
  });
  const { rows, total, next } = pageOf<Row>((data ?? previousData)?.agency?.issueReturns);
  const status = (row: Row) => (
    <StatusChip words={states.issue_return_status} status={row.status} />
  );
  const name = (row: Row) => row.code ?? t('returns.waiting');
  const amount: Column<Row> = {
    key: 'total',
    head: t('slips.total'),
    align: 'right',
    cell: (row) => format.dong(row.totalAmount),
  };
  return (
    <DataList<Row>
      label={t('returns.title')}
      rows={rows}
      rowKey={(row) => row.id}
      rowPath={(row) => issueReturnPath(row.id)}
      isRefetching={loading}
      error={error}
      onRetry={() => void refetch()}
      empty={<EmptyState text={t('returns.empty')} />}
      columns={[
        {
          key: 'code',
          head: t('slips.code'),
          cell: (row) => (
            <Link component={RouterLink} to={issueReturnPath(row.id)}>
              {name(row)}
            </Link>
          ),
        },
        { key: 'date', head: t('returns.date'), cell: (row) => format.date(row.returnDate) },
        { key: 'slip', head: t('returns.slip'), cell: (row) => row.issue?.code },
        { key: 'status', head: t('status'), cell: status },
        ...(withMoney ? [amount] : []),
      ]}
      card={(row) => ({
        title: name(row),
        figure: row.totalAmount !== undefined && format.money(row.totalAmount),
        note: [row.issue?.code, format.date(row.returnDate ?? row.createdAt)].join(' · '),
        mark: status(row),
      })}
      foot={rows && <Pager pages={pages} total={total} shown={rows.length} next={next} />}
    />
  );
}
