import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import kindWords from '../../../../../db/words/kinds.json';
import { useCursorPages } from '../../../components/cursor_pages.ts';
import { DataList } from '../../../components/DataList.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { ImportChangeListDocument } from '../../../gql/graphql.ts';
import type { ImportChangeListQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';
import { useImportKinds } from './use_import_kinds.ts';

type Change = NonNullable<NonNullable<ImportChangeListQuery['importChanges']>['nodes'][number]>;
const PAGE = 50;

/** What is stored otherwise than it is written, and what changes in the books: before and after. */
export function ImportChanges({ id, what }: { id: string; what: string }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const pages = useCursorPages();
  const wayOf = useWord(kindWords.import_change_way);
  const { kinds } = useImportKinds();
  const { data, previousData, loading, error, refetch } = useQuery(ImportChangeListDocument, {
    variables: { id, first: PAGE, after: pages.after },
    fetchPolicy: 'network-only',
  });
  const connection = (data ?? previousData)?.importChanges;
  const rows = connection ? nodesOf(connection) : undefined;
  if (!error && !rows?.length) return null;
  const next = connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null;
  const columns = kinds?.find(({ code }) => code === what)?.columns;
  const nameOf = ({ columnCode }: Change) =>
    columns?.find(({ code }) => code === columnCode)?.name ?? t('row');
  return (
    <Panel title={t('changes.title')} isFlush>
      <DataList<Change>
        label={t('changes.title')}
        rows={rows}
        isRefetching={loading}
        error={error}
        onRetry={() => void refetch()}
        empty={null}
        rowKey={({ rowNo, columnCode }) => `${rowNo} ${columnCode}`}
        columns={[
          {
            key: 'row',
            head: t('row'),
            align: 'right',
            width: 90,
            cell: ({ rowNo }) => format.quantity(rowNo),
          },
          { key: 'column', head: t('column'), width: 180, cell: nameOf },
          { key: 'change', head: t('changes.change'), cell: (change) => <Before of={change} /> },
          { key: 'way', head: t('changes.way'), width: 180, cell: ({ way }) => wayOf(way) },
        ]}
        card={(change) => ({
          title: `${t('row')} ${format.quantity(change.rowNo)} · ${nameOf(change)}`,
          figure: wayOf(change.way),
          note: <Before of={change} />,
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

/** What was there, struck, and what comes instead; a row that is left out has nothing instead. */
function Before({ of: { columnCode, before, after, way } }: { of: Change }) {
  const { t } = useTranslation('imports');
  const activeOf = useWord(kindWords.item_is_active);
  const said = (value: string | null | undefined) =>
    columnCode === 'active' && value ? activeOf(value) : (value ?? '–');
  const isLeftOut = way === 'leave_out' || way === 'skip';
  return (
    <>
      <Box component="del" sx={{ color: 'text.secondary', mr: 2 }}>
        {said(before)}
      </Box>
      {isLeftOut ? (
        <span>{t('changes.leftOut')}</span>
      ) : (
        <Box component="ins" sx={{ fontWeight: 600, textDecoration: 'none' }}>
          {said(after)}
        </Box>
      )}
    </>
  );
}
