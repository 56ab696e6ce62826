import { useQuery } from '@apollo/client/react';
import AddIcon from '@mui/icons-material/Add';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { useCursorPages } from '../../../components/cursor_pages.ts';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { usePrintedList } from '../../../components/use_printed_list.tsx';
import { StockCountListDocument } from '../../../gql/graphql.ts';
import type { StockCountListQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { paths, stockCountPath } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';

type Count = NonNullable<NonNullable<StockCountListQuery['stockCounts']>['nodes'][number]>;
const PAGE = 25;

/** Stock counts, newest first. */
export function CountList() {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const { can } = useSession();
  const pages = useCursorPages();
  const { data, previousData, loading, error, refetch } = useQuery(StockCountListDocument, {
    variables: { first: PAGE, after: pages.after },
  });
  const connection = (data ?? previousData)?.stockCounts;
  const rows = connection ? nodesOf(connection) : undefined;
  const next = connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null;
  const printed = usePrintedList<Count>('count_slip', rows, ({ code }) => code ?? '');
  const make = (
    <Button
      component={RouterLink}
      to={paths.newStockCount}
      variant="contained"
      startIcon={<AddIcon />}
    >
      {t('count.make')}
    </Button>
  );
  const tally = (
    <Button
      component={RouterLink}
      to={paths.tallySheet}
      variant="outlined"
      color="inherit"
      startIcon={<PrintIcon />}
    >
      {t('tally.print')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t('count.many')}
        actions={
          <>
            <ExportButton what="stock_counts" parameters={{}} />
            {can('inventory:adjust') && (
              <>
                {tally}
                {make}
              </>
            )}
          </>
        }
      />
      <Panel isFlush>
        {printed.bar}
        <DataList<Count>
          label={t('count.many')}
          rows={rows}
          rowKey={({ id }) => id}
          rowPath={({ id }) => stockCountPath(id)}
          isRefetching={loading}
          error={error}
          onRetry={() => void refetch()}
          empty={<EmptyState text={t('count.empty')} />}
          columns={printed.around([
            {
              key: 'code',
              head: t('count.code'),
              width: 170,
              cell: ({ id, code }) => (
                <Link
                  component={RouterLink}
                  to={stockCountPath(id)}
                  sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}
                >
                  {code ?? '–'}
                </Link>
              ),
            },
            {
              key: 'date',
              head: t('count.date'),
              width: 140,
              cell: ({ countDate }) => format.date(countDate),
            },
            { key: 'note', head: t('note'), cell: ({ note }) => note },
            {
              key: 'items',
              head: t('count.items'),
              align: 'right',
              width: 130,
              cell: ({ stockCountDetails }) => stockCountDetails.totalCount,
            },
            {
              key: 'differing',
              head: t('count.differing'),
              align: 'right',
              width: 150,
              cell: ({ stockMovements }) => stockMovements.totalCount,
            },
          ])}
          card={({ code, countDate, stockCountDetails, stockMovements }) => ({
            title: code,
            figure: format.date(countDate),
            note: t('count.summary', {
              count: stockCountDetails.totalCount,
              differing: stockMovements.totalCount,
            }),
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
