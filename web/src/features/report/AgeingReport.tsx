import { pageOf } from '../../components/cursor_pages.ts';
import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { AgeingReportDocument } from '../../gql/graphql.ts';
import type { AgeingReportQuery, AgesFragment } from '../../gql/graphql.ts';
import { useBalance, useDebtInWords } from '../../components/use_debt_in_words.ts';
import { useFormat } from '../../lib/use_format.ts';
import { AgencyName } from './AgencyName.tsx';
import { ReportFrame } from './ReportFrame.tsx';
import { ReportTable } from './ReportTable.tsx';
import { useReport } from './use_report.ts';

type Row = NonNullable<NonNullable<AgeingReportQuery['ageing']>['nodes'][number]>;

const ages = ['notDue', 'upTo30', 'upTo60', 'upTo90', 'over90', 'advance', 'debt'] as const;
const overdueOf = (row: Omit<AgesFragment, '__typename'> | null | undefined) =>
  row
  && [row.upTo30Amount, row.upTo60Amount, row.upTo90Amount, row.over90Amount]
    .reduce((sum, amount) => sum + BigInt(amount ?? '0'), 0n)
    .toString();

/** Tuổi nợ: how long what each agency owes is overdue. */
export function AgeingReport() {
  const { t } = useTranslation('report');
  const { dong } = useFormat();
  const balance = useBalance();
  const inWords = useDebtInWords();
  const report = useReport();
  const { data, previousData, loading, error, refetch } = useQuery(AgeingReportDocument, {
    variables: { onDate: report.to, ...report.page },
    fetchPolicy: 'cache-and-network',
  });
  const shown = data ?? previousData;
  const page = pageOf(shown?.ageing);
  const sum = page.rows?.[0]?.total;
  return (
    <ReportFrame
      report={report}
      what="ageing"
      filters={{ to: report.to }}
      controls={['day', 'search']}
      lead={t('ageing.lead')}
      freshAt={sum?.refreshedAt ?? undefined}
      strip={[
        [t('ageing.debt'), balance(sum?.debtAmount)],
        [t('ageing.overdue'), dong(overdueOf(sum))],
        [t('ageing.over90'), dong(sum?.over90Amount)],
      ]}
    >
      <ReportTable<Row>
        label={t('kinds.tuoi-no')}
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
          ...ages.map((age) => ({
            key: age,
            head: t(`ageing.${age}`),
            align: 'right' as const,
            cell: (row: Row) => dong(row[`${age}Amount`]),
          })),
        ]}
        sums={{
          agency: t('total'),
          ...Object.fromEntries(ages.map((age) => [age, dong(sum?.[`${age}Amount`])])),
        }}
        card={(row) => ({
          title: <AgencyName agency={row.agency} />,
          figure: inWords(row.debtAmount, true),
          note: `${t('ageing.overdue')} ${dong(overdueOf(row))}`,
          mark: `${t('ageing.over90')} ${dong(row.over90Amount)}`,
        })}
      />
    </ReportFrame>
  );
}
