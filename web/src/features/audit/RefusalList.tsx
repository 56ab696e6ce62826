import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import commands from '../../../../db/words/commands.json';
import { DataList } from '../../components/DataList.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ExportButton } from '../../components/ExportButton.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Pager } from '../../components/Pager.tsx';
import { Panel } from '../../components/Panel.tsx';
import type { RefusalRowFragment } from '../../gql/graphql.ts';
import { sentenceOf } from '../../lib/catalogue.ts';
import { useFormat } from '../../lib/use_format.ts';
import { useWord } from '../../lib/words.ts';
import { Differences } from './Differences.tsx';
import { differencesOf, factsOf } from './facts.ts';
import { RefusalFilterBar } from './RefusalFilterBar.tsx';
import { useRefusalList } from './use_refusal_list.ts';
import type { RefusalListState } from './use_refusal_list.ts';

/** What the rules refused, to whom and why, in the figures of that moment. */
export function RefusalList() {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const list = useRefusalList();
  const commandOf = useWord(commands);
  const { rows, pages } = list;
  return (
    <>
      <PageHead
        title={t(list.seesAll ? 'refusals.many' : 'refusals.own')}
        actions={<ExportButton what="refusals" parameters={list.parameters} />}
      />
      <Panel isFlush>
        <RefusalFilterBar list={list} />
        <DataList<RefusalRowFragment>
          label={t('refusals.many')}
          rows={rows}
          rowKey={({ id }) => id}
          isRefetching={list.isRefetching}
          error={list.error}
          onRetry={list.retry}
          empty={<Empty list={list} />}
          columns={[
            {
              key: 'at',
              head: t('refusals.at'),
              width: 150,
              cell: ({ createdAt }) => format.moment(createdAt),
            },
            ...(list.seesAll
              ? [
                  {
                    key: 'who',
                    head: t('refusals.who'),
                    width: 170,
                    cell: (row: RefusalRowFragment) => <Who row={row} list={list} />,
                  },
                ]
              : []),
            {
              key: 'command',
              head: t('refusals.command'),
              width: 170,
              cell: ({ command }) => (
                <Box sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
                  {commandOf(command)}
                </Box>
              ),
            },
            {
              key: 'why',
              head: t('refusals.why'),
              cell: (row) => (
                <Box sx={{ py: 2 }}>
                  <Sentence row={row} />
                  <Figures row={row} />
                </Box>
              ),
            },
          ]}
          card={(row) => ({
            title: <Sentence row={row} />,
            note: [
              format.moment(row.createdAt),
              list.seesAll && row.userName,
              commandOf(row.command),
            ]
              .filter(Boolean)
              .join(' · '),
            below: <Figures row={row} />,
          })}
          foot={
            rows && <Pager pages={pages} total={list.total} shown={rows.length} next={list.next} />
          }
        />
      </Panel>
    </>
  );
}

function Empty({ list }: { list: RefusalListState }) {
  const { t } = useTranslation(['audit', 'common']);
  if (!list.isFiltered) return <EmptyState text={t('refusals.empty')} />;
  return (
    <EmptyState
      text={t('refusals.noneFound')}
      action={
        <Button variant="outlined" color="inherit" onClick={list.clear}>
          {t('common:action.clearFilter')}
        </Button>
      }
    />
  );
}

function Who({
  row: { userId, userName },
  list,
}: {
  row: RefusalRowFragment;
  list: RefusalListState;
}) {
  const { t } = useTranslation('audit');
  if (!userId) return <>{t('refusals.nobody')}</>;
  const name = userName ?? userId;
  return (
    <Button
      size="small"
      color="inherit"
      sx={{ minWidth: 0, px: 1, ml: -1, textAlign: 'left' }}
      onClick={() => list.setFilters({ userId, userName: name })}
    >
      {name}
    </Button>
  );
}

/** What the person read at that moment; a code that the catalogue lost is told as it is. */
function Sentence({ row: { code, details, traceId } }: { row: RefusalRowFragment }) {
  const { language } = useFormat();
  return (
    <Box component="span" sx={{ fontWeight: 500 }}>
      {sentenceOf(code, { trace_id: traceId, ...factsOf(details) }, language)?.what ?? code}
    </Box>
  );
}

function Figures({ row: { code, details } }: { row: RefusalRowFragment }) {
  const { t } = useTranslation('audit');
  const figures = differencesOf({}, details);
  return (
    <Box
      component="details"
      sx={{
        mt: 1,
        '& > summary': {
          cursor: 'pointer',
          fontSize: 13,
          color: 'text.secondary',
          minHeight: { xs: 44, md: 24 },
          alignContent: 'center',
        },
      }}
    >
      <summary>{t('refusals.figures', { code })}</summary>
      {figures.length > 0 && <Differences rows={figures} hasBefore={false} hasAfter />}
    </Box>
  );
}
