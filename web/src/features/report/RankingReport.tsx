import { pageOf } from '../../components/cursor_pages.ts';
import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { RankingReportDocument } from '../../gql/graphql.ts';
import type { RankingReportQuery } from '../../gql/graphql.ts';
import { useFormat } from '../../lib/use_format.ts';
import { AgencyName } from './AgencyName.tsx';
import { ReportFrame } from './ReportFrame.tsx';
import { ReportTable } from './ReportTable.tsx';
import { PAGE, useReport } from './use_report.ts';

type Row = NonNullable<NonNullable<RankingReportQuery['agencyRanking']>['nodes'][number]>;

/** Xếp hạng: agencies by what they bought in a year, beside the year before. */
export function RankingReport() {
  const { t } = useTranslation('report');
  const { dong, money, quantity } = useFormat();
  const report = useReport();
  const { data, previousData, loading, error, refetch } = useQuery(RankingReportDocument, {
    variables: { first: PAGE, after: report.pages.after },
    fetchPolicy: 'cache-and-network',
  });
  const page = pageOf((data ?? previousData)?.agencyRanking);
  return (
    <ReportFrame
      report={report}
      what="agency_ranking"
      filters={{}}
      controls={[]}
      lead={t('ranking.lead')}
      freshAt={page.rows?.[0]?.refreshedAt ?? undefined}
      strip={[]}
    >
      <ReportTable<Row>
        label={t('kinds.xep-hang')}
        report={report}
        {...page}
        isLoading={loading}
        error={error}
        onRetry={() => void refetch()}
        rowKey={({ agency }) => agency?.id ?? ''}
        columns={[
          {
            key: 'place',
            head: t('ranking.place'),
            width: 80,
            align: 'right',
            cell: ({ place }) => quantity(place),
          },
          {
            key: 'agency',
            head: t('agency'),
            cell: ({ agency }) => <AgencyName agency={agency} />,
          },
          {
            key: 'sold',
            head: t('ranking.sold'),
            align: 'right',
            cell: ({ soldAmount }) => dong(soldAmount),
          },
          {
            key: 'placeBefore',
            head: t('ranking.placeBefore'),
            align: 'right',
            cell: ({ placeBefore }) => quantity(placeBefore),
          },
          {
            key: 'soldBefore',
            head: t('ranking.soldBefore'),
            align: 'right',
            cell: ({ soldBeforeAmount }) => dong(soldBeforeAmount),
          },
          {
            key: 'collected',
            head: t('ranking.collected'),
            align: 'right',
            cell: ({ collectedAmount }) => dong(collectedAmount),
          },
        ]}
        card={({ agency, place, soldAmount, collectedAmount }) => ({
          title: (
            <>
              {quantity(place)}. <AgencyName agency={agency} />
            </>
          ),
          figure: money(soldAmount),
          note: `${t('ranking.collected')} ${dong(collectedAmount)}`,
        })}
      />
    </ReportFrame>
  );
}
