import { pageOf } from '../../components/cursor_pages.ts';
import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { DataList } from '../../components/DataList.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Pager } from '../../components/Pager.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useEntryKind } from '../../components/use_entry_kind.ts';
import { StatementDocument, StatementHeadDocument } from '../../gql/graphql.ts';
import type { StatementHeadQuery, StatementQuery } from '../../gql/graphql.ts';
import { agencyPath } from '../../lib/paths.ts';
import { useBalance, useDebtInWords } from '../../components/use_debt_in_words.ts';
import { useFormat } from '../../lib/use_format.ts';
import { ReportFrame } from './ReportFrame.tsx';
import { SlipLink } from './SlipLink.tsx';
import { useReport } from './use_report.ts';

type Row = NonNullable<NonNullable<StatementQuery['agencyStatement']>['nodes'][number]>;

/** Sổ chi tiết công nợ of one agency: what was brought forward, each row, what was owed after. */
export function StatementPage() {
  const { t } = useTranslation('report');
  const { id = '' } = useParams();
  const format = useFormat();
  const balance = useBalance();
  const inWords = useDebtInWords();
  const report = useReport();
  const head = useQuery(StatementHeadDocument, { variables: { id } });
  const { data, previousData, loading, error, refetch } = useQuery(StatementDocument, {
    variables: { id, fromDate: report.from, toDate: report.to, after: report.pages.after },
    fetchPolicy: 'cache-and-network',
  });
  const agency = head.data?.agency;
  const { rows, next } = pageOf((data ?? previousData)?.agencyStatement);
  const kindOf = useEntryKind();
  const entry = ({ kind }: Row) => kindOf(kind ?? '');
  const none = head.data && !agency;
  if (none)
    return (
      <>
        <PageHead title={t('statement.title')} />
        <EmptyState text={t('statement.empty')} />
      </>
    );
  return (
    <>
      <PageHead
        title={t('statement.title')}
        {...(agency ? { parent: { label: agency.name, to: agencyPath(agency.id) } } : {})}
      />
      <Party agency={agency} />
      <ReportFrame
        report={report}
        what="statement"
        filters={{ agencyId: id, from: report.from, to: report.to }}
        controls={['span']}
        lead=""
        freshAt={null}
        strip={[]}
      >
        <Panel isFlush>
          <DataList<Row>
            label={t('statement.title')}
            rows={rows}
            isRefetching={loading}
            error={error}
            onRetry={() => void refetch()}
            empty={<EmptyState text={t('statement.empty')} />}
            rowKey={(row) => `${row.businessDate} ${row.kind} ${row.code} ${row.balanceAmount}`}
            columns={[
              {
                key: 'date',
                head: t('statement.date'),
                width: 110,
                cell: ({ businessDate }) => format.date(businessDate),
              },
              { key: 'entry', head: t('statement.entry'), cell: entry },
              { key: 'code', head: t('statement.code'), cell: (row) => <SlipLink {...row} /> },
              {
                key: 'up',
                head: t('statement.up'),
                align: 'right',
                cell: ({ increaseAmount }) => (increaseAmount ? format.dong(increaseAmount) : ''),
              },
              {
                key: 'down',
                head: t('statement.down'),
                align: 'right',
                cell: ({ decreaseAmount }) => (decreaseAmount ? format.dong(decreaseAmount) : ''),
              },
              {
                key: 'balance',
                head: t('statement.balance'),
                align: 'right',
                cell: ({ balanceAmount }) => (
                  <Box component="span" sx={{ fontWeight: 600 }}>
                    {balance(balanceAmount)}
                  </Box>
                ),
              },
            ]}
            card={(row) => ({
              title: entry(row),
              figure: format.money(
                row.increaseAmount ?? (row.decreaseAmount ? `-${row.decreaseAmount}` : null),
              ),
              note: (
                <>
                  {format.date(row.businessDate)} · <SlipLink {...row} />
                </>
              ),
              mark: inWords(row.balanceAmount),
            })}
            foot={
              rows
              && (next !== null || !report.pages.isFirst) && (
                <Pager
                  pages={report.pages}
                  total={Number(rows[0]?.lineCount ?? 0)}
                  shown={rows.length}
                  next={next}
                />
              )
            }
          />
        </Panel>
      </ReportFrame>
    </>
  );
}

function Party({ agency }: { agency: StatementHeadQuery['agency'] | undefined }) {
  const { t } = useTranslation('report');
  if (!agency) return null;
  const facts = [
    agency.code,
    agency.address,
    agency.taxCode && t('statement.taxCode', { code: agency.taxCode }),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <Box sx={{ mb: 3 }}>
      <Typography sx={{ fontWeight: 600 }}>{agency.name}</Typography>
      <Typography color="textSecondary">{facts}</Typography>
    </Box>
  );
}
