import { useQuery } from '@apollo/client/react';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import kinds from '../../../../db/words/kinds.json';
import states from '../../../../db/words/states.json';
import { DataList } from '../../components/DataList.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Pager } from '../../components/Pager.tsx';
import { pageOf } from '../../components/cursor_pages.ts';
import { StatusChip } from '../../components/StatusChip.tsx';
import { AgencyPaymentsDocument } from '../../gql/graphql.ts';
import type { AgencyPaymentsQuery } from '../../gql/graphql.ts';
import { paymentPath } from '../../lib/paths.ts';
import { useFormat } from '../../lib/use_format.ts';
import { useWord } from '../../lib/words.ts';
import { useTrail } from './use_trail.ts';

type Row = NonNullable<NonNullable<AgencyPaymentsQuery['agency']>['payments']['nodes'][number]>;
const PAGE = 20;

/** What the agency paid, newest first. */
export function AgencyPayments({ id }: { id: string }) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const methodOf = useWord(kinds.payment_method);
  const pages = useTrail(PAGE);
  const { data, previousData, error, loading, refetch } = useQuery(AgencyPaymentsDocument, {
    variables: { id, after: pages.after },
  });
  const { rows, total, next } = pageOf<Row>((data ?? previousData)?.agency?.payments);
  const status = (row: Row) => <StatusChip words={states.payment_status} status={row.status} />;
  return (
    <DataList<Row>
      label={t('payments.title')}
      rows={rows}
      rowKey={(row) => row.id}
      rowPath={(row) => paymentPath(row.id)}
      isRefetching={loading}
      error={error}
      onRetry={() => void refetch()}
      empty={<EmptyState text={t('payments.empty')} />}
      columns={[
        {
          key: 'code',
          head: t('slips.code'),
          cell: (row) => (
            <Link component={RouterLink} to={paymentPath(row.id)}>
              {row.code}
            </Link>
          ),
        },
        { key: 'date', head: t('payments.date'), cell: (row) => format.date(row.paymentDate) },
        { key: 'method', head: t('payments.method'), cell: (row) => methodOf(row.method) },
        { key: 'status', head: t('status'), cell: status },
        {
          key: 'amount',
          head: t('payments.amount'),
          align: 'right',
          cell: (row) => format.dong(row.amount),
        },
      ]}
      card={(row) => ({
        title: row.code,
        figure: format.money(row.amount),
        note: [format.date(row.paymentDate), methodOf(row.method)].join(' · '),
        mark: status(row),
      })}
      foot={rows && <Pager pages={pages} total={total} shown={rows.length} next={next} />}
    />
  );
}
