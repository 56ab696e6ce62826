import { useQuery } from '@apollo/client/react';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import kinds from '../../../../../db/words/kinds.json';
import { useCursorPages } from '../../../components/cursor_pages.ts';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { ImportListDocument } from '../../../gql/graphql.ts';
import type { ImportStateFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { importPath } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';

const PAGE = 25;

/** Files that came in: one's own, and everybody's for those who read the trail. */
export function ImportHistory() {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const { can } = useSession();
  const pages = useCursorPages();
  const { data, previousData, loading, error, refetch } = useQuery(ImportListDocument, {
    variables: { first: PAGE, after: pages.after },
    fetchPolicy: 'cache-and-network',
  });
  const connection = (data ?? previousData)?.imports;
  const rows = connection ? nodesOf(connection) : undefined;
  const next = connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null;
  const whatOf = ({ kind }: ImportStateFragment) =>
    (format.language === 'en' ? kind?.nameEn : kind?.nameVi) ?? '';
  return (
    <Panel
      title={t('history')}
      isFlush
      aside={can('audit:read') && <ExportButton what="imports" parameters={{}} />}
    >
      <DataList<ImportStateFragment>
        label={t('history')}
        rows={rows}
        isRefetching={loading}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState text={t('empty')} />}
        rowKey={({ id }) => id}
        rowPath={({ id }) => importPath(id)}
        columns={[
          {
            key: 'file',
            head: t('file'),
            cell: ({ id, fileName }) => (
              <Link component={RouterLink} to={importPath(id)} sx={{ fontWeight: 600 }}>
                {fileName}
              </Link>
            ),
          },
          { key: 'what', head: t('what'), cell: whatOf },
          {
            key: 'rows',
            head: t('rows'),
            align: 'right',
            cell: ({ rowCount }) => format.quantity(rowCount),
          },
          { key: 'state', head: t('state'), cell: (row) => <ImportStatus row={row} /> },
          { key: 'who', head: t('who'), cell: ({ askerName }) => askerName },
          {
            key: 'when',
            head: t('when'),
            width: 170,
            cell: ({ createdAt }) => format.moment(createdAt),
          },
        ]}
        card={(row) => ({
          title: row.fileName,
          figure: whatOf(row),
          note: `${format.moment(row.createdAt)} · ${row.askerName ?? ''}`,
          mark: <ImportStatus row={row} />,
        })}
        foot={
          rows
          && (next !== null || !pages.isFirst) && (
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
  );
}

/** One word for where a file is, and what is to be done about it. */
function ImportStatus({ row }: { row: ImportStateFragment }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const word = useWord(kinds.import_status);
  if (row.status !== 'checked') return <>{word(row.status ?? 'failed')}</>;
  return (
    <>
      {row.faultCount === '0'
        ? t('ready')
        : t('withFaults', { faults: format.quantity(row.faultCount) })}
    </>
  );
}
