import { pageOf } from '../../components/cursor_pages.ts';
import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { StockReportDocument } from '../../gql/graphql.ts';
import type { StockReportQuery } from '../../gql/graphql.ts';
import type { Column } from '../../components/data_list.ts';
import { isZero } from '../../lib/dong.ts';
import { useFormat } from '../../lib/use_format.ts';
import { ItemName } from './ItemName.tsx';
import { LateStock } from './LateStock.tsx';
import { ReportFrame } from './ReportFrame.tsx';
import { ReportTable } from './ReportTable.tsx';
import { useReport } from './use_report.ts';

type Row = NonNullable<NonNullable<StockReportQuery['stockBetween']>['nodes'][number]>;

/**
 * Tồn kho: stock at both ends of any days, and what moved it, now or as it was known at a moment.
 */
export function StockReport() {
  const { t } = useTranslation('report');
  const { dong, money, quantity } = useFormat();
  const report = useReport();
  const { data, previousData, loading, error, refetch } = useQuery(StockReportDocument, {
    variables: {
      fromDate: report.from,
      toDate: report.to,
      knownAt: report.knownAt,
      ...report.page,
    },
    fetchPolicy: 'cache-and-network',
  });
  const page = pageOf((data ?? previousData)?.stockBetween);
  const sum = page.rows?.[0]?.total;
  // two more columns only where something on the page came or went free
  const hasFree = (page.rows ?? []).some(
    ({ freeInQuantity, freeOutQuantity }) =>
      !isZero(freeInQuantity ?? '0') || !isZero(freeOutQuantity ?? '0'),
  );
  const free: Column<Row>[] = [
    {
      key: 'freeIn',
      head: t('stock.freeIn'),
      align: 'right',
      cell: ({ freeInQuantity }) => quantity(freeInQuantity),
    },
    {
      key: 'freeOut',
      head: t('stock.freeOut'),
      align: 'right',
      cell: ({ freeOutQuantity }) => quantity(freeOutQuantity),
    },
  ];
  return (
    <ReportFrame
      report={report}
      what="stock"
      filters={{ from: report.from, to: report.to, knownAt: report.knownAt }}
      controls={['span', 'searchItem', 'known']}
      lead={t('stock.lead')}
      freshAt={null}
      strip={[[t('stock.worth'), dong(sum?.worth)]]}
    >
      <ReportTable<Row>
        label={t('kinds.ton-kho')}
        report={report}
        {...page}
        total={Number(sum?.itemCount ?? 0)}
        isLoading={loading}
        error={error}
        onRetry={() => void refetch()}
        rowKey={({ item }) => item?.id ?? ''}
        columns={[
          { key: 'item', head: t('item'), cell: ({ item }) => <ItemName item={item} /> },
          { key: 'unit', head: t('unit'), cell: ({ item }) => item?.unit?.name },
          {
            key: 'opening',
            head: t('stock.opening'),
            align: 'right',
            cell: ({ openingQuantity }) => quantity(openingQuantity),
          },
          {
            key: 'came',
            head: t('stock.came'),
            align: 'right',
            cell: ({ inQuantity }) => quantity(inQuantity),
          },
          {
            key: 'went',
            head: t('stock.went'),
            align: 'right',
            cell: ({ outQuantity }) => quantity(outQuantity),
          },
          {
            key: 'adjusted',
            head: t('stock.adjusted'),
            align: 'right',
            cell: ({ adjustmentQuantity }) => quantity(adjustmentQuantity),
          },
          ...(hasFree ? free : []),
          {
            key: 'kept',
            head: t('stock.kept'),
            align: 'right',
            cell: ({ keptQuantity }) => quantity(keptQuantity),
          },
          {
            key: 'closing',
            head: t('stock.closing'),
            align: 'right',
            cell: ({ closingQuantity }) => (
              <Box component="span" sx={{ fontWeight: 600 }}>
                {quantity(closingQuantity)}
              </Box>
            ),
          },
          {
            key: 'worth',
            head: t('stock.worth'),
            align: 'right',
            cell: ({ worth }) => dong(worth),
          },
        ]}
        sums={{ item: t('total'), worth: dong(sum?.worth) }}
        card={({ item, openingQuantity, inQuantity, outQuantity, closingQuantity, worth }) => ({
          title: <ItemName item={item} />,
          figure: `${quantity(closingQuantity)} ${item?.unit?.name ?? ''}`,
          note: `${quantity(openingQuantity)} + ${quantity(inQuantity)} − ${quantity(outQuantity)}`,
          mark: money(worth),
        })}
      />
      {report.knownAt && <LateStock toDate={report.to} knownAt={report.knownAt} />}
    </ReportFrame>
  );
}
