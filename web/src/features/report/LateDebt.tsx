import { pageOf } from '../../components/cursor_pages.ts';
import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { DataList } from '../../components/DataList.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useEntryKind } from '../../components/use_entry_kind.ts';
import { LateDebtDocument } from '../../gql/graphql.ts';
import type { LateDebtQuery } from '../../gql/graphql.ts';
import { useFormat } from '../../lib/use_format.ts';
import { AgencyName } from './AgencyName.tsx';
import { MoreRows, useTrail } from './MoreRows.tsx';
import { SlipLink } from './SlipLink.tsx';

type Row = NonNullable<NonNullable<LateDebtQuery['lateDebtTransactions']>['nodes'][number]>;

/**
 * Why a month changed since it was printed: what was recorded into it, or before it, since then.
 */
export function LateDebt({ month, knownAt }: { month: string; knownAt: string }) {
  const { t } = useTranslation('report');
  const format = useFormat();
  const kindOf = useEntryKind();
  const trail = useTrail(`${month} ${knownAt}`);
  const { data, previousData, loading, error, refetch } = useQuery(LateDebtDocument, {
    variables: { month, knownAt, after: trail.after },
    fetchPolicy: 'cache-and-network',
  });
  const { rows, total, next } = pageOf((data ?? previousData)?.lateDebtTransactions);
  const title = t('late.title', { moment: format.moment(knownAt) });
  const entry = ({ kind, isBeforeMonth }: Row) =>
    `${kindOf(kind ?? '')}${isBeforeMonth ? ` (${t('late.before')})` : ''}`;
  return (
    <Panel title={title} isFlush sx={{ mt: 4 }}>
      <DataList<Row>
        label={title}
        rows={rows}
        isRefetching={loading}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState text={t('late.none')} />}
        rowKey={(row) =>
          `${row.recordedAt} ${row.agency?.id} ${row.kind} ${row.code} ${row.amount}`
        }
        columns={[
          {
            key: 'recordedAt',
            head: t('late.recordedAt'),
            width: 140,
            cell: ({ recordedAt }) => format.moment(recordedAt),
          },
          {
            key: 'agency',
            head: t('agency'),
            cell: ({ agency }) => <AgencyName agency={agency} />,
          },
          {
            key: 'date',
            head: t('late.date'),
            cell: ({ businessDate }) => format.date(businessDate),
          },
          { key: 'entry', head: t('late.entry'), cell: entry },
          { key: 'code', head: t('late.code'), cell: (row) => <SlipLink {...row} /> },
          {
            key: 'amount',
            head: t('late.amount'),
            align: 'right',
            cell: ({ amount }) => format.dong(amount),
          },
          { key: 'author', head: t('late.author'), cell: ({ authorName }) => authorName },
        ]}
        card={(row) => ({
          title: <AgencyName agency={row.agency} />,
          figure: format.money(row.amount),
          note: (
            <>
              {entry(row)} · <SlipLink {...row} />
            </>
          ),
          mark: `${row.authorName ?? ''} ${format.moment(row.recordedAt)}`,
        })}
        foot={rows && <MoreRows trail={trail} total={total} shown={rows.length} next={next} />}
      />
    </Panel>
  );
}
