import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import exports from '../../../../../db/words/exports.json';
import kinds from '../../../../../db/words/kinds.json';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { percentOf } from '../../../components/ExportWatch.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useCursorPages, pageOf } from '../../../components/cursor_pages.ts';
import { CancelExportDocument, ExportListDocument } from '../../../gql/graphql.ts';
import type { ExportListQuery } from '../../../gql/graphql.ts';
import { sentenceOf } from '../../../lib/catalogue.ts';
import { exportFilePath } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';

type Row = NonNullable<NonNullable<ExportListQuery['exports']>['nodes'][number]>;
const isOpen = ({ longJob }: Row) => longJob?.status === 'waiting' || longJob?.status === 'running';

/** Files that were exported: one's own, and everybody's for those who read the trail. */
export function ExportList() {
  const { t } = useTranslation('export');
  const format = useFormat();
  const pages = useCursorPages();
  const { data, previousData, loading, error, refetch, startPolling, stopPolling } = useQuery(
    ExportListDocument,
    {
      variables: { first: 25, after: pages.after },
      fetchPolicy: 'cache-and-network',
    },
  );
  const { rows, total, next } = pageOf((data ?? previousData)?.exports);
  const isMoving = rows?.some(isOpen) ?? false;
  useEffect(() => {
    if (isMoving) startPolling(1000);
    else stopPolling();
  }, [isMoving, startPolling, stopPolling]);
  const nameOf = useWord(exports);
  const whatOf = ({ what }: Row) => nameOf(what);
  return (
    <>
      <PageHead title={t('all')} />
      <Typography color="textSecondary" sx={{ mb: 3 }}>
        {t('list.lead')}
      </Typography>
      <Panel isFlush>
        <DataList<Row>
          label={t('all')}
          rows={rows}
          isRefetching={loading}
          error={error}
          onRetry={() => void refetch()}
          empty={<EmptyState text={t('list.empty')} />}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'when',
              head: t('list.when'),
              width: 170,
              cell: ({ createdAt }) => format.moment(createdAt),
            },
            { key: 'who', head: t('list.who'), cell: ({ askerName }) => askerName },
            { key: 'what', head: t('list.what'), cell: whatOf },
            {
              key: 'format',
              head: t('list.format'),
              cell: ({ format: kind }) => kind.toUpperCase(),
            },
            {
              key: 'rows',
              head: t('list.rows'),
              align: 'right',
              cell: ({ rowCount }) => format.quantity(rowCount),
            },
            { key: 'state', head: t('list.state'), width: 220, cell: (row) => <State row={row} /> },
            {
              key: 'act',
              head: t('list.act'),
              align: 'right',
              cell: (row) => <Act row={row} onChanged={() => void refetch()} />,
            },
          ]}
          card={(row) => ({
            title: whatOf(row),
            figure: row.format.toUpperCase(),
            note: `${format.moment(row.createdAt)} · ${row.askerName ?? ''}`,
            mark: <State row={row} />,
            below: <Act row={row} onChanged={() => void refetch()} />,
          })}
          foot={
            rows
            && (next !== null || !pages.isFirst) && (
              <Pager pages={pages} total={total} shown={rows.length} next={next} />
            )
          }
        />
      </Panel>
    </>
  );
}

function State({ row }: { row: Row }) {
  const { t } = useTranslation('export');
  const format = useFormat();
  const word = useWord(kinds.long_job_status);
  const status = row.longJob?.status;
  if (status === 'running' || status === 'waiting') {
    const percent = percentOf(row.longJob?.doneCount, row.longJob?.totalCount);
    return (
      <>
        {word(status)}
        <LinearProgress
          aria-label={word(status)}
          sx={{ mt: 1 }}
          variant={percent === null ? 'indeterminate' : 'determinate'}
          {...(percent === null ? {} : { value: percent })}
        />
      </>
    );
  }
  if (status === 'failed')
    return (
      <>
        {sentenceOf(row.longJob?.problem ?? 'INTERNAL', {}, format.language)?.what ?? word(status)}
      </>
    );
  if (status === 'cancelled') return <>{word(status)}</>;
  if (row.fetchedAt) return <>{t('list.fetched', { at: format.moment(row.fetchedAt) })}</>;
  return <>{isGone(row) ? t('list.gone') : word('done')}</>;
}

const isGone = ({ expiresAt }: Row) => new Date(expiresAt).getTime() < Date.now();

function Act({ row, onChanged }: { row: Row; onChanged(): void }) {
  const { t } = useTranslation('export');
  const { user } = useSession();
  const client = useApolloClient();
  if (row.askedBy !== user.id) return null;
  if (isOpen(row)) {
    const cancel = () =>
      client
        .mutate({
          mutation: CancelExportDocument,
          variables: {
            input: { clientKey: crypto.randomUUID(), longJobId: row.longJob?.id ?? '' },
          },
        })
        .catch(() => undefined)
        .then(onChanged);
    return (
      <Button size="small" variant="outlined" color="inherit" onClick={() => void cancel()}>
        {t('cancel')}
      </Button>
    );
  }
  if (row.byteCount === null || isGone(row)) return null;
  return (
    <Box>
      <Button size="small" variant="outlined" component="a" href={exportFilePath(row.id)} download>
        {t('fetch')}
      </Button>
    </Box>
  );
}
