import { pageOf } from '../../components/cursor_pages.ts';
import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { SalesReportDocument } from '../../gql/graphql.ts';
import type { SalesReportQuery } from '../../gql/graphql.ts';
import { useFormat } from '../../lib/use_format.ts';
import { AgencyName } from './AgencyName.tsx';
import { ReportFrame } from './ReportFrame.tsx';
import { ReportTable } from './ReportTable.tsx';
import { useReport } from './use_report.ts';

type Row = NonNullable<NonNullable<SalesReportQuery['monthlySales']>['nodes'][number]>;

/** Doanh số (BM6.1): what each agency bought in a month, and its share. */
export function SalesReport() {
  const { t } = useTranslation('report');
  const format = useFormat();
  const report = useReport();
  const { data, previousData, loading, error, refetch } = useQuery(SalesReportDocument, {
    variables: { month: report.month, ...report.page },
    fetchPolicy: 'cache-and-network',
  });
  const page = pageOf((data ?? previousData)?.monthlySales);
  const sum = page.rows?.[0]?.total;
  const share = (text: string | null | undefined) => (text ? format.quantity(text) : '–');
  return (
    <ReportFrame
      report={report}
      what="monthly_sales"
      filters={{ month: report.month }}
      controls={['month', 'search']}
      lead={t('sales.lead')}
      freshAt={sum?.refreshedAt ?? undefined}
      strip={[
        [t('sales.amount'), format.dong(sum?.totalAmount)],
        [t('sales.slips'), format.quantity(sum?.slipCount)],
        [t('sales.returned'), format.dong(sum?.returnAmount)],
        [t('sales.later'), format.dong(sum?.cancelledLaterSlipAmount)],
      ]}
    >
      <ReportTable<Row>
        label={t('kinds.doanh-so')}
        report={report}
        {...page}
        total={Number(sum?.agencyCount ?? 0)}
        isLoading={loading}
        error={error}
        onRetry={() => void refetch()}
        rowKey={({ agency }) => agency?.id ?? ''}
        columns={[
          {
            key: 'agency',
            head: t('agency'),
            cell: ({ agency }) => <AgencyName agency={agency} />,
          },
          {
            key: 'slips',
            head: t('sales.slips'),
            align: 'right',
            cell: ({ slipCount }) => format.quantity(slipCount),
          },
          {
            key: 'amount',
            head: t('sales.amount'),
            align: 'right',
            cell: ({ totalAmount }) => format.dong(totalAmount),
          },
          { key: 'share', head: t('sales.share'), align: 'right', cell: (row) => share(row.share) },
          {
            key: 'cancelled',
            head: t('sales.cancelled'),
            align: 'right',
            cell: ({ cancelledSlipAmount }) => format.dong(cancelledSlipAmount),
          },
          {
            key: 'returned',
            head: t('sales.returned'),
            align: 'right',
            cell: ({ returnAmount }) => format.dong(returnAmount),
          },
          {
            key: 'later',
            head: t('sales.later'),
            align: 'right',
            cell: ({ cancelledLaterSlipAmount }) => format.dong(cancelledLaterSlipAmount),
          },
        ]}
        sums={{
          agency: t('total'),
          slips: format.quantity(sum?.slipCount),
          amount: format.dong(sum?.totalAmount),
          share: share(sum?.share),
          cancelled: format.dong(sum?.cancelledSlipAmount),
          returned: format.dong(sum?.returnAmount),
          later: format.dong(sum?.cancelledLaterSlipAmount),
        }}
        card={({ agency, slipCount, totalAmount, share: part }) => ({
          title: <AgencyName agency={agency} />,
          figure: format.money(totalAmount),
          note: t('sales.slipsOf', { slips: format.quantity(slipCount) }),
          mark: `${share(part)} %`,
        })}
      />
    </ReportFrame>
  );
}
