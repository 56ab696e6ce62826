import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useSearchParams } from 'react-router';
import states from '../../../../../db/words/states.json';
import { CURSOR, useCursorPages } from '../../../components/cursor_pages.ts';
import { DataList } from '../../../components/DataList.tsx';
import type { Column } from '../../../components/data_list.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { StatusChip } from '../../../components/StatusChip.tsx';
import { usePrintedList } from '../../../components/use_printed_list.tsx';
import { IssueReturnListDocument } from '../../../gql/graphql.ts';
import type { ReturnRowFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { issueReturnPath } from '../../../lib/paths.ts';
import { useWithMoney } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';

const PAGE = 25;
const STATUS = 'trang-thai';
const words = states.issue_return_status;

const ReturnStatus = ({ status }: { status: string }) => (
  <StatusChip words={words} status={status} />
);

function useStatus() {
  const [params, setParams] = useSearchParams();
  const status = Object.keys(words).find((known) => known === params.get(STATUS)) ?? '';
  const set = (next: string) =>
    setParams(
      (earlier) => {
        const changed = new URLSearchParams(earlier);
        changed.delete(CURSOR);
        if (next) changed.set(STATUS, next);
        else changed.delete(STATUS);
        return changed;
      },
      { replace: true },
    );
  return [status, set] as const;
}

/** Returns, what was asked for last first; the state that is filtered by stands in the address. */
export function ReturnList() {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const withMoney = useWithMoney();
  const [status, setStatus] = useStatus();
  const pages = useCursorPages();
  const { data, previousData, loading, error, refetch } = useQuery(IssueReturnListDocument, {
    variables: {
      first: PAGE,
      after: pages.after,
      withMoney,
      ...(status ? { filter: { status: { equalTo: status } } } : {}),
    },
  });
  const connection = (data ?? previousData)?.issueReturns;
  const rows = connection ? nodesOf(connection) : undefined;
  const next = connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null;
  const printed = usePrintedList<ReturnRowFragment>('return_slip', rows, ({ code }) => code ?? '');
  return (
    <>
      <PageHead
        title={t('back.list')}
        actions={<ExportButton what="issue_returns" parameters={status ? { status } : {}} />}
      />
      <Panel isFlush>
        <Box sx={{ p: 4 }}>
          <StatusFilter status={status} onChange={setStatus} />
        </Box>
        {printed.bar}
        <DataList<ReturnRowFragment>
          label={t('back.list')}
          rows={rows}
          columns={printed.around(useColumns(withMoney))}
          rowKey={({ id }) => id}
          rowPath={({ id }) => issueReturnPath(id)}
          isRefetching={loading}
          error={error}
          onRetry={() => void refetch()}
          empty={<EmptyState text={t(status ? 'back.noneFound' : 'back.empty')} />}
          card={(made) => ({
            title: made.agency?.name,
            figure: made.totalAmount !== undefined && format.money(made.totalAmount),
            note: `${made.code ?? t('back.waiting')} · ${made.issue?.code ?? ''}`,
            mark: <ReturnStatus status={made.status} />,
          })}
          foot={
            rows && (
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
    </>
  );
}

function StatusFilter({ status, onChange }: { status: string; onChange(status: string): void }) {
  const { t } = useTranslation('goods');
  const word = useWord(words);
  return (
    <TextField
      select
      label={t('back.status')}
      value={status}
      onChange={(event) => onChange(event.target.value)}
      sx={{ width: { xs: '100%', md: 220 } }}
    >
      <MenuItem value="">{t('back.allStates')}</MenuItem>
      {Object.keys(words).map((state) => (
        <MenuItem key={state} value={state}>
          {word(state)}
        </MenuItem>
      ))}
    </TextField>
  );
}

function useColumns(withMoney: boolean): Column<ReturnRowFragment>[] {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const money: Column<ReturnRowFragment>[] = withMoney
    ? [
        {
          key: 'total',
          head: t('back.total'),
          align: 'right',
          cell: ({ totalAmount }) => format.dong(totalAmount),
        },
      ]
    : [];
  return [
    {
      key: 'code',
      head: t('back.code'),
      width: 170,
      cell: ({ id, code }) => (
        <Link
          component={RouterLink}
          to={issueReturnPath(id)}
          sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}
        >
          {code ?? t('back.waiting')}
        </Link>
      ),
    },
    {
      key: 'asked',
      head: t('back.askedAt'),
      width: 160,
      cell: ({ createdAt }) => format.moment(createdAt),
    },
    {
      key: 'date',
      head: t('back.date'),
      width: 120,
      cell: ({ returnDate }) => format.date(returnDate),
    },
    {
      key: 'agency',
      head: t('back.agency'),
      cell: ({ agency }) => (
        <>
          {agency?.name}{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {agency?.code}
          </Box>
        </>
      ),
    },
    { key: 'slip', head: t('back.of'), width: 160, cell: ({ issue }) => issue?.code },
    {
      key: 'status',
      head: t('back.status'),
      width: 130,
      cell: ({ status }) => <ReturnStatus status={status} />,
    },
    ...money,
  ];
}
