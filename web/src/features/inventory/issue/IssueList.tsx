import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { DataList } from '../../../components/DataList.tsx';
import type { Column } from '../../../components/data_list.ts';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { COUNTED } from '../../../components/list/ListTabs.tsx';
import { ListTools } from '../../../components/list/ListTools.tsx';
import { choosable, rowHeights } from '../../../components/list/use_list_state.ts';
import { PageHead } from '../../../components/PageHead.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { IssueStatusChip } from '../../../components/StatusChip.tsx';
import { usePrintedList } from '../../../components/use_printed_list.tsx';
import type { IssueRowFragment } from '../../../gql/graphql.ts';
import { issuePath, paths } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { IssueEmpty } from './IssueEmpty.tsx';
import { IssueFilters } from './IssueFilters.tsx';
import { IssueTabs } from './IssueTabs.tsx';
import { useIssueKind } from './use_issue_kind.ts';
import type { IssueKind } from './use_issue_kind.ts';
import { useIssueList } from './use_issue_list.ts';
import type { IssueListState } from './use_issue_list.ts';
import { useIssueTotals } from './use_issue_totals.tsx';

/** Slips, newest first; what is searched and filtered stands in the address. */
export function IssueList() {
  const { t } = useTranslation('inventory');
  const kind = useIssueKind();
  const list = useIssueList();
  const format = useFormat();
  const columns = useColumns();
  const sums = useIssueTotals(list);
  const printed = usePrintedList<IssueRowFragment>(
    'issue_slip',
    list.rows,
    ({ code, requestCode }) => code ?? requestCode ?? '',
  );
  return (
    <>
      <PageHead
        title={t('issue.many')}
        actions={
          <>
            <ExportButton
              what="issues"
              others={
                // returns have states of their own
                list.filter.status ? ['issue_lines'] : ['issue_lines', 'issue_returns']
              }
              parameters={exported(list.filter)}
            />
            {kind && <MakeIssue kind={kind} />}
          </>
        }
      />
      <Panel isFlush>
        <IssueTabs list={list} />
        <IssueFilters
          list={list}
          tools={<ListTools list="issues" tools={list} columns={choosable(columns, 'code')} />}
        />
        {printed.bar}
        <DataList<IssueRowFragment>
          label={t('issue.many')}
          rows={list.rows}
          columns={printed.around(columns.filter(({ key }) => !list.hidden.has(key)))}
          {...(list.isSearch ? {} : { sort: list.sort, onSort: list.sortBy })}
          {...(sums ? { sums } : {})}
          rowHeight={rowHeights[list.density]}
          rowKey={({ id }) => id}
          rowPath={({ id }) => issuePath(id)}
          isRefetching={list.isRefetching}
          error={list.error}
          onRetry={list.retry}
          empty={<IssueEmpty isFiltered={list.isFiltered} onClear={list.clear} />}
          card={(issue) => ({
            title: issue.agency?.name,
            figure: issue.totalAmount !== undefined && format.money(issue.totalAmount),
            note: [
              issue.code ?? issue.requestCode ?? t('issue.requested'),
              format.date(issue.issueDate),
            ].join(' · '),
            mark: <IssueStatusChip status={issue.withdrawnAt ? 'withdrawn' : issue.status} />,
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

/** A search looks through all slips, whatever else stands in the address. */
const exported = ({ query, from, to, status, agencyId }: IssueListState['filter']) =>
  query ? { search: query } : { from, to, status, agencyId };

function MakeIssue({ kind }: { kind: IssueKind }) {
  const { t } = useTranslation('inventory');
  return (
    <Button
      component={RouterLink}
      to={paths.newIssue}
      variant="contained"
      startIcon={<AddIcon />}
      title={kind === 'slip' ? 'N' : ''}
    >
      {t(kind === 'request' ? 'request.make' : 'issue.make')}
    </Button>
  );
}

function useColumns(): Column<IssueRowFragment>[] {
  const { t } = useTranslation('inventory');
  const { can } = useSession();
  const format = useFormat();
  const money: Column<IssueRowFragment>[] = can('finance:read')
    ? [
        { key: 'author', head: t('issue.author'), cell: ({ createdByName }) => createdByName },
        {
          key: 'paid',
          head: `${t('issue.paidNow')} (₫)`,
          align: 'right',
          cell: ({ paidNow }) => <Paid value={paidNow} />,
        },
        {
          key: 'total',
          head: t('issue.total'),
          align: 'right',
          cell: ({ totalAmount }) => (
            <Box component="span" sx={{ fontWeight: 600 }}>
              {format.dong(totalAmount)}
            </Box>
          ),
        },
      ]
    : [];
  return [
    {
      key: 'code',
      head: t('issue.code'),
      width: 160,
      isSortable: true,
      cell: ({ id, code, requestCode }) => (
        <Link
          component={RouterLink}
          to={issuePath(id)}
          sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}
        >
          {code ?? requestCode ?? t('issue.requested')}
        </Link>
      ),
    },
    {
      key: 'date',
      head: t('issue.date'),
      width: 120,
      isSortable: true,
      cell: ({ issueDate }) => format.date(issueDate),
    },
    {
      key: 'agency',
      head: t('issue.agency'),
      cell: ({ agency }) => (
        <>
          {agency?.name}{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {agency?.code}
          </Box>
        </>
      ),
    },
    {
      key: 'status',
      head: t('issue.status'),
      width: 130,
      cell: ({ status, withdrawnAt }) => (
        <IssueStatusChip status={withdrawnAt ? 'withdrawn' : status} />
      ),
    },
    ...money,
  ];
}

function Paid({ value }: { value: string | undefined }) {
  const format = useFormat();
  return (
    <Box component="span" sx={{ color: 'text.secondary' }}>
      {format.dong(value === '0' ? null : value)}
    </Box>
  );
}
