import { pageOf } from '../../components/cursor_pages.ts';
import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { DataList } from '../../components/DataList.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useEntryKind } from '../../components/use_entry_kind.ts';
import { LateStockDocument } from '../../gql/graphql.ts';
import type { LateStockQuery } from '../../gql/graphql.ts';
import { useFormat } from '../../lib/use_format.ts';
import { ItemName } from './ItemName.tsx';
import { MoreRows, useTrail } from './MoreRows.tsx';

type Row = NonNullable<NonNullable<LateStockQuery['lateStockMovements']>['nodes'][number]>;

/** Why stock changed since it was printed: what was recorded up to that day since then. */
export function LateStock({ toDate, knownAt }: { toDate: string; knownAt: string }) {
  const { t } = useTranslation('report');
  const format = useFormat();
  const kindOf = useEntryKind();
  const trail = useTrail(`${toDate} ${knownAt}`);
  const { data, previousData, loading, error, refetch } = useQuery(LateStockDocument, {
    variables: { toDate, knownAt, after: trail.after },
    fetchPolicy: 'cache-and-network',
  });
  const { rows, total, next } = pageOf((data ?? previousData)?.lateStockMovements);
  const title = t('late.title', { moment: format.moment(knownAt) });
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
          `${row.recordedAt} ${row.item?.id} ${row.kind} ${row.code} ${row.quantity}`
        }
        columns={[
          {
            key: 'recordedAt',
            head: t('late.recordedAt'),
            width: 140,
            cell: ({ recordedAt }) => format.moment(recordedAt),
          },
          { key: 'item', head: t('item'), cell: ({ item }) => <ItemName item={item} /> },
          {
            key: 'date',
            head: t('late.date'),
            cell: ({ businessDate }) => format.date(businessDate),
          },
          { key: 'entry', head: t('late.entry'), cell: ({ kind }) => kindOf(kind ?? '') },
          { key: 'code', head: t('late.code'), cell: ({ code }) => code ?? '–' },
          {
            key: 'quantity',
            head: t('late.quantity'),
            align: 'right',
            cell: ({ quantity }) => format.quantity(quantity),
          },
          { key: 'author', head: t('late.author'), cell: ({ authorName }) => authorName },
        ]}
        card={(row) => ({
          title: <ItemName item={row.item} />,
          figure: format.quantity(row.quantity),
          note: `${kindOf(row.kind ?? '')} · ${row.code ?? ''}`,
          mark: `${row.authorName ?? ''} ${format.moment(row.recordedAt)}`,
        })}
        foot={rows && <MoreRows trail={trail} total={total} shown={rows.length} next={next} />}
      />
    </Panel>
  );
}
