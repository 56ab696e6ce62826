import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { DataList } from '../../components/DataList.tsx';
import type { Column } from '../../components/data_list.ts';
import { DebtOfLimit } from '../../components/DebtOfLimit.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ExportButton } from '../../components/ExportButton.tsx';
import { ImportButton } from '../../components/ImportButton.tsx';
import { ListTools } from '../../components/list/ListTools.tsx';
import { choosable, rowHeights } from '../../components/list/use_list_state.ts';
import { PageHead } from '../../components/PageHead.tsx';
import { Pager } from '../../components/Pager.tsx';
import { Panel } from '../../components/Panel.tsx';
import { AgencyStatusChip } from '../../components/StatusChip.tsx';
import { useBalance, useDebtInWords } from '../../components/use_debt_in_words.ts';
import type { AgencyRowFragment } from '../../gql/graphql.ts';
import { agencyPath, paths } from '../../lib/paths.ts';
import { useSession, useWithMoney } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';
import { AgencyFilters } from './AgencyFilters.tsx';
import { AgencyStates } from './AgencyStates.tsx';
import { LimitMark } from './LimitMark.tsx';
import { NEAR, useAgencyList } from './use_agency_list.ts';
import type { AgencyListState } from './use_agency_list.ts';

/** Agencies with what they owe and what they may owe. */
export function AgencyList() {
  const { t } = useTranslation('agency');
  const { can } = useSession();
  const list = useAgencyList();
  const inWords = useDebtInWords();
  const format = useFormat();
  const columns = useColumns();
  const make = (
    <Button component={RouterLink} to={paths.newAgency} variant="contained" startIcon={<AddIcon />}>
      {t('make')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t('many')}
        actions={
          <>
            <ExportButton what="agencies" parameters={exported(list.filter)} />
            {can('agency:write') && (
              <>
                <ImportButton what="agencies" />
                {make}
              </>
            )}
          </>
        }
      />
      <Panel isFlush>
        <AgencyStates list={list} />
        <AgencyFilters
          list={list}
          tools={<ListTools list="agencies" tools={list} columns={choosable(columns, 'name')} />}
        />
        <DataList<AgencyRowFragment>
          label={t('many')}
          rows={list.rows}
          columns={columns.filter(({ key }) => !list.hidden.has(key))}
          {...(list.isSearch || list.isNear ? {} : { sort: list.sort, onSort: list.sortBy })}
          {...(list.debt === undefined
            ? {}
            : {
                sums: {
                  name: t('sum', { count: list.total }),
                  debt: format.dong(list.debt),
                },
              })}
          rowHeight={rowHeights[list.density]}
          rowKey={({ id }) => id}
          rowPath={({ id }) => agencyPath(id)}
          isRefetching={list.isRefetching}
          error={list.error}
          onRetry={list.retry}
          empty={<AgencyEmpty isFiltered={list.isFiltered} onClear={list.clear} />}
          card={(agency) => ({
            title: agency.name,
            figure: agency.debtAmount !== undefined && inWords(agency.debtAmount, true),
            note: [agency.code, agency.agencyType?.name, agency.district?.name]
              .filter(Boolean)
              .join(' · '),
            mark: <Marks agency={agency} />,
            below: agency.debtAmount !== undefined && (
              <Box sx={{ mt: 2 }}>
                <DebtOfLimit debt={agency.debtAmount} debtLimit={agency.debtLimit ?? '0'} />
              </Box>
            ),
          })}
          foot={
            list.rows && (
              <Pager
                pages={list.pages}
                total={list.total}
                shown={list.rows.length}
                next={list.next}
              />
            )
          }
        />
      </Panel>
    </>
  );
}

/** What the file of the list is narrowed by. */
const exported = ({ query, status }: AgencyListState['filter']) => ({
  search: query,
  status: status === NEAR ? '' : status,
});

/** The state, and whether the debt comes near its limit. */
function Marks({ agency }: { agency: AgencyRowFragment }) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', gap: 1 }}>
      <AgencyStatusChip status={agency.status} />
      <LimitMark agency={agency} />
    </Box>
  );
}

function AgencyEmpty({ isFiltered, onClear }: { isFiltered: boolean; onClear(): void }) {
  const { t } = useTranslation(['agency', 'common']);
  const clear = (
    <Button variant="outlined" color="inherit" onClick={onClear}>
      {t('common:action.clearFilter')}
    </Button>
  );
  return <EmptyState text={t(isFiltered ? 'noneFound' : 'empty')} action={isFiltered && clear} />;
}

function useColumns(): Column<AgencyRowFragment>[] {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const balance = useBalance();
  const money: Column<AgencyRowFragment>[] = [
    {
      key: 'debt',
      head: t('debt'),
      align: 'right',
      isSortable: true,
      cell: ({ debtAmount }) => balance(debtAmount),
    },
    {
      key: 'debtLimit',
      head: t('debtLimit'),
      align: 'right',
      cell: ({ debtLimit }) => (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {format.dong(debtLimit)}
        </Box>
      ),
    },
    {
      key: 'used',
      head: t('used'),
      width: 160,
      cell: ({ debtAmount, debtLimit }) => (
        <DebtOfLimit debt={debtAmount ?? '0'} debtLimit={debtLimit ?? '0'} />
      ),
    },
  ];
  return [
    {
      key: 'code',
      head: t('code'),
      width: 96,
      isSortable: true,
      cell: ({ code }) => (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {code}
        </Box>
      ),
    },
    {
      key: 'name',
      head: t('name'),
      isSortable: true,
      cell: ({ id, name }) => (
        <Link
          component={RouterLink}
          to={agencyPath(id)}
          sx={{ fontWeight: 600 }}
          color="textPrimary"
        >
          {name}
        </Link>
      ),
    },
    { key: 'type', head: t('type'), cell: ({ agencyType }) => agencyType?.name },
    { key: 'district', head: t('district'), cell: ({ district }) => district?.name },
    { key: 'phone', head: t('phone'), cell: ({ phone }) => phone },
    { key: 'status', head: t('status'), cell: (agency) => <Marks agency={agency} /> },
    ...(useWithMoney() ? money : []),
  ];
}
