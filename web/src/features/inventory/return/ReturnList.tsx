import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import states from '../../../../../db/words/states.json';
import { DataList } from '../../../components/DataList.tsx';
import type { Column } from '../../../components/data_list.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { COUNTED } from '../../../components/list/ListTabs.tsx';
import { ListTools } from '../../../components/list/ListTools.tsx';
import { choosable, rowHeights } from '../../../components/list/use_list_state.ts';
import { PageHead } from '../../../components/PageHead.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { StatusChip } from '../../../components/StatusChip.tsx';
import { usePrintedList } from '../../../components/use_printed_list.tsx';
import type { ReturnRowFragment } from '../../../gql/graphql.ts';
import { issueReturnPath } from '../../../lib/paths.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { AgencyFilter } from '../issue/AgencyFilter.tsx';
import { ReturnTabs } from './ReturnTabs.tsx';
import { useReturnList } from './use_return_list.ts';
import type { ReturnListState } from './use_return_list.ts';

const ReturnStatus = ({ status }: { status: string }) => (
  <StatusChip words={states.issue_return_status} status={status} />
);

/** Returns, what was asked for last first; what they are narrowed by stands in the address. */
export function ReturnList() {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const list = useReturnList();
  const columns = useColumns(list.withMoney);
  const printed = usePrintedList<ReturnRowFragment>(
    'return_slip',
    list.rows,
    ({ code }) => code ?? '',
  );
  return (
    <>
      <PageHead
        title={t('back.list')}
        actions={<ExportButton what="issue_returns" parameters={list.filter} />}
      />
      <Panel isFlush>
        <ReturnTabs list={list} />
        <Filters list={list} columns={columns} />
        {printed.bar}
        <DataList<ReturnRowFragment>
          label={t('back.list')}
          rows={list.rows}
          columns={printed.around(columns.filter(({ key }) => !list.hidden.has(key)))}
          sort={list.sort}
          onSort={list.sortBy}
          rowHeight={rowHeights[list.density]}
          rowKey={({ id }) => id}
          rowPath={({ id }) => issueReturnPath(id)}
          isRefetching={list.isRefetching}
          error={list.error}
          onRetry={list.retry}
          empty={<EmptyState text={t(list.isFiltered ? 'back.noneFound' : 'back.empty')} />}
          card={(made) => ({
            title: made.agency?.name,
            figure: made.totalAmount !== undefined && format.money(made.totalAmount),
            note: `${made.code ?? t('back.waiting')} · ${made.issue?.code ?? ''}`,
            mark: <ReturnStatus status={made.status} />,
          })}
          foot={
            list.rows && (
              <Pager
                pages={list.pages}
                total={list.total}
                shown={list.rows.length}
                next={list.next}
                counted={COUNTED}
              />
            )
          }
        />
      </Panel>
    </>
  );
}

/** The warehouse has no search of agencies: it would look through their names and money. */
function Filters({
  list,
  columns,
}: {
  list: ReturnListState;
  columns: readonly Column<ReturnRowFragment>[];
}) {
  const { t } = useTranslation();
  const { agencyId } = list.filter;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, p: 4, alignItems: 'center' }}>
      {list.withMoney && (
        <AgencyFilter
          key={agencyId}
          agencyId={agencyId}
          onPick={(picked) => list.set({ agencyId: picked })}
        />
      )}
      {list.isFiltered && (
        <Button color="inherit" onClick={list.clear}>
          {t('action.clearFilter')}
        </Button>
      )}
      <ListTools list="returns" tools={list} columns={choosable(columns, 'code')} />
    </Box>
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
      isSortable: true,
      cell: ({ createdAt }) => format.moment(createdAt),
    },
    {
      key: 'date',
      head: t('back.date'),
      width: 120,
      isSortable: true,
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
