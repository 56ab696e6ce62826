import { useQuery } from '@apollo/client/react';
import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import states from '../../../../../db/words/states.json';
import { DataList } from '../../../components/DataList.tsx';
import type { Column } from '../../../components/data_list.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { usePrintedList } from '../../../components/use_printed_list.tsx';
import { AdjustmentListDocument } from '../../../gql/graphql.ts';
import type { AdjustmentRowFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { adjustmentPath, newAdjustmentPath, paths } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';
import { AdjustmentStatus, adjustmentStates, signed } from './AdjustmentStatus.tsx';
import { PaperFilters } from '../PaperFilters.tsx';
import { useDocumentName } from './use_corrected.ts';
import { codeOf, conditionsOf, usePaperFilters } from '../use_paper_filters.ts';
import type { PaperFilters as Filters } from '../use_paper_filters.ts';

const PAGE = 25;
const decided = adjustmentStates.filter((state) => state !== 'requested');

/** What puts debts right: first what waits for somebody, then what is decided, newest first. */
export function AdjustmentList() {
  const { t } = useTranslation('adjustment');
  const { can } = useSession();
  const filters = usePaperFilters();
  const { filter } = filters;
  const make = (
    <Button
      component={RouterLink}
      to={filter.agencyId ? newAdjustmentPath(filter.agencyId) : paths.newAdjustment}
      variant="contained"
      startIcon={<AddIcon />}
    >
      {t('make')}
    </Button>
  );
  const shown = {
    from: filter.from,
    to: filter.to,
    agencyId: filter.agencyId,
    status: filter.status,
    search: filter.search && codeOf('DC', filter.search),
  };
  return (
    <>
      <PageHead
        title={t('many')}
        actions={
          <>
            <ExportButton what="adjustments" parameters={shown} />
            {can('finance:write') && make}
          </>
        }
      />
      {!filters.isFiltered && <Waiting />}
      <Panel isFlush>
        <PaperFilters filters={filters} search={t('list.search')}>
          <StatusFilter filters={filters} />
        </PaperFilters>
        <Found filters={filters} />
      </Panel>
    </>
  );
}

function StatusFilter({ filters: { filter, set } }: { filters: Filters }) {
  const { t } = useTranslation(['adjustment', 'finance']);
  const word = useWord(states.adjustment_status);
  return (
    <TextField
      select
      label={t('finance:status')}
      value={filter.status}
      onChange={(event) => set({ status: event.target.value })}
      sx={{ width: { xs: '100%', md: 150 } }}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">{t('list.all')}</MenuItem>
      {adjustmentStates.map((state) => (
        <MenuItem key={state} value={state}>
          {word(state)}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** Nothing is shown while nothing waits. */
function Waiting() {
  const { t } = useTranslation('adjustment');
  const { data } = useQuery(AdjustmentListDocument, {
    variables: { first: PAGE, after: null, filter: { status: { equalTo: 'requested' } } },
  });
  const rows = nodesOf(data?.adjustments);
  const columns = useColumns();
  const card = useCard();
  if (rows.length === 0) return null;
  return (
    <Panel title={t('list.waiting')} isFlush sx={{ mb: 4 }}>
      <DataList<AdjustmentRowFragment>
        label={t('list.waiting')}
        rows={rows}
        columns={columns}
        rowKey={({ id }) => id}
        rowPath={({ id }) => adjustmentPath(id)}
        onRetry={() => undefined}
        empty={null}
        card={card}
      />
    </Panel>
  );
}

function Found({ filters }: { filters: Filters }) {
  const { t } = useTranslation('adjustment');
  const { filter, pages } = filters;
  const status =
    filter.status !== ''
      ? { equalTo: filter.status }
      : { in: filters.isFiltered ? [...adjustmentStates] : decided };
  const { data, previousData, error, loading, refetch } = useQuery(AdjustmentListDocument, {
    variables: {
      first: PAGE,
      after: pages.after,
      filter: { ...conditionsOf('DC', 'adjustmentDate', filter), status },
    },
  });
  const connection = (data ?? previousData)?.adjustments;
  const rows = connection ? nodesOf(connection) : undefined;
  const next = connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null;
  const printed = usePrintedList<AdjustmentRowFragment>(
    'adjustment_slip',
    rows,
    ({ code }) => code ?? '',
  );
  return (
    <>
      {printed.bar}
      <DataList<AdjustmentRowFragment>
        label={t('many')}
        rows={rows}
        columns={printed.around(useColumns())}
        rowKey={({ id }) => id}
        rowPath={({ id }) => adjustmentPath(id)}
        isRefetching={loading}
        error={error}
        onRetry={() => void refetch()}
        empty={<Empty filters={filters} />}
        card={useCard()}
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
    </>
  );
}

function Empty({ filters }: { filters: Filters }) {
  const { t } = useTranslation(['adjustment', 'common']);
  const { can } = useSession();
  if (filters.isFiltered) {
    return (
      <EmptyState
        text={t('list.noneFound')}
        action={
          <Button variant="outlined" color="inherit" onClick={filters.clear}>
            {t('common:action.clearFilter')}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      text={t('list.empty')}
      action={
        can('finance:write') && (
          <Button component={RouterLink} to={paths.newAdjustment} variant="contained">
            {t('list.first')}
          </Button>
        )
      }
    />
  );
}

function useCard() {
  const { t } = useTranslation('adjustment');
  const format = useFormat();
  return (row: AdjustmentRowFragment) => ({
    title: row.agency?.name,
    figure: signed(row.direction, format.money(row.amount)),
    note: [
      row.code ?? t('unnumbered'),
      row.adjustmentDate ? format.date(row.adjustmentDate) : format.moment(row.createdAt),
    ].join(' · '),
    mark: row.status !== 'confirmed' && <AdjustmentStatus status={row.status} />,
  });
}

function useColumns(): Column<AdjustmentRowFragment>[] {
  const { t } = useTranslation(['adjustment', 'finance']);
  const format = useFormat();
  const nameOf = useDocumentName();
  return [
    {
      key: 'code',
      head: t('finance:code'),
      width: 150,
      cell: ({ id, code }) => (
        <Link
          component={RouterLink}
          to={adjustmentPath(id)}
          sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}
        >
          {code ?? t('unnumbered')}
        </Link>
      ),
    },
    {
      key: 'date',
      head: t('date'),
      width: 110,
      cell: ({ adjustmentDate }) => (adjustmentDate ? format.date(adjustmentDate) : '–'),
    },
    {
      key: 'agency',
      head: t('finance:agency'),
      cell: ({ agency }) => (
        <>
          {agency?.name}{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {agency?.code}
          </Box>
        </>
      ),
    },
    { key: 'corrects', head: t('corrects'), cell: (row) => nameOf(row) ?? '–' },
    {
      key: 'status',
      head: t('finance:status'),
      cell: ({ status }) => <AdjustmentStatus status={status} />,
    },
    {
      key: 'amount',
      head: t('finance:amountColumn'),
      align: 'right',
      cell: ({ direction, amount }) => (
        <Box component="span" sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}>
          {signed(direction, format.dong(amount))}
        </Box>
      ),
    },
  ];
}
