import { useQuery } from '@apollo/client/react';
import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { DataList } from '../../../components/DataList.tsx';
import type { Column } from '../../../components/data_list.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { usePrintedList } from '../../../components/use_printed_list.tsx';
import { RefundListDocument } from '../../../gql/graphql.ts';
import type { RefundRowFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { newRefundPath, paths, refundPath } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { PaperFilters } from '../PaperFilters.tsx';
import { useMethods } from '../payment/PaymentStatus.tsx';
import { RefundStatus } from './RefundStatus.tsx';
import { codeOf, conditionsOf, usePaperFilters } from '../use_paper_filters.ts';
import type { PaperFilters as Filters } from '../use_paper_filters.ts';

const PAGE = 25;

/** Money given back to agencies, newest first. */
export function RefundList() {
  const { t } = useTranslation('refund');
  const { can } = useSession();
  const format = useFormat();
  const { nameOf } = useMethods();
  const filters = usePaperFilters();
  const { filter, pages } = filters;
  const conditions = conditionsOf('PC', 'refundDate', filter);
  const { data, previousData, error, loading, refetch } = useQuery(RefundListDocument, {
    variables: {
      first: PAGE,
      after: pages.after,
      ...(Object.keys(conditions).length > 0 ? { filter: conditions } : {}),
    },
  });
  const connection = (data ?? previousData)?.refunds;
  const rows = connection ? nodesOf(connection) : undefined;
  const next = connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null;
  const make = (
    <Button
      component={RouterLink}
      to={filter.agencyId ? newRefundPath(filter.agencyId) : paths.newRefund}
      variant="contained"
      startIcon={<AddIcon />}
    >
      {t('make')}
    </Button>
  );
  const shown = {
    from: filter.from,
    to: filter.to,
    agencyId: filter.agencyId,
    search: filter.search && codeOf('PC', filter.search),
  };
  const printed = usePrintedList<RefundRowFragment>('refund_slip', rows, ({ code }) => code);
  return (
    <>
      <PageHead
        title={t('many')}
        actions={
          <>
            <ExportButton what="refunds" parameters={shown} />
            {can('finance:write') && make}
          </>
        }
      />
      <Panel isFlush>
        <PaperFilters filters={filters} search={t('list.search')} />
        {printed.bar}
        <DataList<RefundRowFragment>
          label={t('many')}
          rows={rows}
          columns={printed.around(useColumns())}
          rowKey={({ id }) => id}
          rowPath={({ id }) => refundPath(id)}
          isRefetching={loading}
          error={error}
          onRetry={() => void refetch()}
          empty={<Empty filters={filters} />}
          card={(refund) => ({
            title: refund.agency?.name,
            figure: format.money(refund.amount),
            note: `${refund.code} · ${format.date(refund.refundDate)} · ${nameOf(refund.method)}`,
            mark: refund.status === 'cancelled' && <RefundStatus status={refund.status} />,
          })}
          foot={
            rows && (
              <Pager
                pages={pages}
                total={connection?.totalCount ?? 0}
                shown={rows.length}
                next={next}
              />
            )
          }
        />
      </Panel>
    </>
  );
}

function Empty({ filters }: { filters: Filters }) {
  const { t } = useTranslation(['refund', 'common']);
  const { can } = useSession();
  if (filters.isFiltered) {
    return (
      <EmptyState
        text={t('list.noneFound')}
        action={
          <Button variant="outlined" color="inherit" onClick={filters.clear}>
            {t('common:action.clearFilter')}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      text={t('list.empty')}
      action={
        can('finance:write') && (
          <Button component={RouterLink} to={paths.newRefund} variant="contained">
            {t('list.first')}
          </Button>
        )
      }
    />
  );
}

function useColumns(): Column<RefundRowFragment>[] {
  const { t } = useTranslation(['refund', 'finance']);
  const format = useFormat();
  const { nameOf } = useMethods();
  return [
    {
      key: 'code',
      head: t('finance:code'),
      width: 160,
      cell: ({ id, code }) => (
        <Link
          component={RouterLink}
          to={refundPath(id)}
          sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}
        >
          {code}
        </Link>
      ),
    },
    { key: 'date', head: t('date'), width: 120, cell: ({ refundDate }) => format.date(refundDate) },
    {
      key: 'agency',
      head: t('finance:agency'),
      cell: ({ agency }) => (
        <>
          {agency?.name}{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {agency?.code}
          </Box>
        </>
      ),
    },
    { key: 'method', head: t('finance:method'), width: 140, cell: ({ method }) => nameOf(method) },
    {
      key: 'status',
      head: t('finance:status'),
      cell: ({ status }) => <RefundStatus status={status} />,
    },
    {
      key: 'amount',
      head: t('finance:amountColumn'),
      align: 'right',
      cell: ({ amount }) => (
        <Box component="span" sx={{ fontWeight: 600 }}>
          {format.dong(amount)}
        </Box>
      ),
    },
  ];
}
