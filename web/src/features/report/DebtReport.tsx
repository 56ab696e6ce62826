import { pageOf } from '../../components/cursor_pages.ts';
import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { DebtReportDocument } from '../../gql/graphql.ts';
import type { DebtReportQuery } from '../../gql/graphql.ts';
import { useBalance, useDebtInWords } from '../../components/use_debt_in_words.ts';
import { useFormat } from '../../lib/use_format.ts';
import { AgencyName } from './AgencyName.tsx';
import { LateDebt } from './LateDebt.tsx';
import { ReportFrame } from './ReportFrame.tsx';
import { ReportTable } from './ReportTable.tsx';
import { useReport } from './use_report.ts';

type Row = NonNullable<NonNullable<DebtReportQuery['monthlyDebt']>['nodes'][number]>;

/**
 * Công nợ (BM6.2): what each agency owed at both ends of a month, now or as it was known at a
 * moment.
 */
export function DebtReport() {
  const { t } = useTranslation('report');
  const { dong } = useFormat();
  const balance = useBalance();
  const inWords = useDebtInWords();
  const report = useReport();
  const { data, previousData, loading, error, refetch } = useQuery(DebtReportDocument, {
    variables: { month: report.month, knownAt: report.knownAt, ...report.page },
    fetchPolicy: 'cache-and-network',
  });
  const page = pageOf((data ?? previousData)?.monthlyDebt);
  const sum = page.rows?.[0]?.total;
  return (
    <ReportFrame
      report={report}
      what="monthly_debt"
      filters={{ month: report.month, knownAt: report.knownAt }}
      controls={['month', 'search', 'known']}
      lead={t('debt.lead')}
      freshAt={null}
      strip={[
        [t('debt.opening'), balance(sum?.openingAmount)],
        [t('debt.increase'), dong(sum?.increaseAmount)],
        [t('debt.decrease'), dong(sum?.decreaseAmount)],
        [t('debt.closing'), balance(sum?.closingAmount)],
      ]}
    >
      <ReportTable<Row>
        label={t('kinds.cong-no')}
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
            key: 'opening',
            head: t('debt.opening'),
            align: 'right',
            cell: ({ openingAmount }) => balance(openingAmount),
          },
          {
            key: 'increase',
            head: t('debt.increase'),
            align: 'right',
            cell: ({ increaseAmount }) => dong(increaseAmount),
          },
          {
            key: 'decrease',
            head: t('debt.decrease'),
            align: 'right',
            cell: ({ decreaseAmount }) => dong(decreaseAmount),
          },
          {
            key: 'closing',
            head: t('debt.closing'),
            align: 'right',
            cell: ({ closingAmount }) => balance(closingAmount),
          },
        ]}
        sums={{
          agency: t('total'),
          opening: balance(sum?.openingAmount),
          increase: dong(sum?.increaseAmount),
          decrease: dong(sum?.decreaseAmount),
          closing: balance(sum?.closingAmount),
        }}
        card={({ agency, openingAmount, increaseAmount, decreaseAmount, closingAmount }) => ({
          title: <AgencyName agency={agency} />,
          figure: inWords(closingAmount, true),
          note: `${balance(openingAmount)} + ${dong(increaseAmount)} − ${dong(decreaseAmount)}`,
        })}
      />
      {report.knownAt && <LateDebt month={report.month} knownAt={report.knownAt} />}
    </ReportFrame>
  );
}
