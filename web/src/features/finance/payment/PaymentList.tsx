import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
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
import { PrintDays } from '../../../components/PrintDays.tsx';
import { usePrintedList } from '../../../components/use_printed_list.tsx';
import type { PaymentRowFragment } from '../../../gql/graphql.ts';
import { paths, paymentPath } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { PaperFilters } from '../PaperFilters.tsx';
import { AdvanceMark, PaymentStatus, useMethods } from './PaymentStatus.tsx';
import { PaymentTabs, usePaymentTotals } from './PaymentTabs.tsx';
import { usePaymentList } from './use_payment_list.ts';
import type { PaymentListState } from './use_payment_list.ts';

/** Money received from agencies, newest first. */
export function PaymentList() {
  const { t } = useTranslation('finance');
  const { can } = useSession();
  const list = usePaymentList();
  const format = useFormat();
  const { nameOf } = useMethods();
  const columns = useColumns();
  const sums = usePaymentTotals(list);
  const { filter } = list.papers;
  const make = (
    <Button
      component={RouterLink}
      to={paths.newPayment}
      variant="contained"
      startIcon={<AddIcon />}
    >
      {t('make')}
    </Button>
  );
  const printed = usePrintedList<PaymentRowFragment>('payment_slip', list.rows, ({ code }) => code);
  return (
    <>
      <PageHead
        title={t('many')}
        actions={
          <>
            <PrintDays what="payment_slip" from={filter.from} to={filter.to} />
            <ExportButton
              what="payments"
              parameters={{
                from: filter.from,
                to: filter.to,
                status: filter.status,
                agencyId: filter.agencyId,
              }}
            />
            {can('finance:write') && make}
          </>
        }
      />
      <Panel isFlush>
        <PaymentTabs list={list} />
        <Filters
          list={list}
          tools={
            <ListTools list="payments" tools={list.state} columns={choosable(columns, 'code')} />
          }
        />
        {printed.bar}
        <DataList<PaymentRowFragment>
          label={t('many')}
          rows={list.rows}
          columns={printed.around(columns.filter(({ key }) => !list.state.hidden.has(key)))}
          sort={list.state.sort}
          onSort={list.state.sortBy}
          {...(sums ? { sums } : {})}
          rowHeight={rowHeights[list.state.density]}
          rowKey={({ id }) => id}
          rowPath={({ id }) => paymentPath(id)}
          isRefetching={list.isRefetching}
          error={list.error}
          onRetry={list.retry}
          empty={<Empty list={list} />}
          card={(payment) => ({
            title: payment.agency?.name,
            figure: format.money(payment.amount),
            note: [payment.code, format.date(payment.paymentDate), nameOf(payment.method)].join(
              ' · ',
            ),
            mark:
              payment.status === 'cancelled' ? (
                <PaymentStatus status={payment.status} />
              ) : (
                <AdvanceMark amount={payment.advanceAmount} />
              ),
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

function Filters({ list, tools }: { list: PaymentListState; tools: ReactNode }) {
  const { t } = useTranslation('finance');
  const { all } = useMethods();
  return (
    <PaperFilters filters={list.papers} search={t('list.search')} tools={tools}>
      <TextField
        select
        label={t('method')}
        value={all.some(({ method }) => method === list.method) ? list.method : ''}
        onChange={(event) => list.state.set({ method: event.target.value })}
        sx={{ width: { xs: '100%', md: 130 } }}
      >
        <MenuItem value="">{t('list.all')}</MenuItem>
        {all.map(({ method, name }) => (
          <MenuItem key={method} value={method}>
            {name}
          </MenuItem>
        ))}
      </TextField>
    </PaperFilters>
  );
}

function Empty({ list }: { list: PaymentListState }) {
  const { t } = useTranslation(['finance', 'common']);
  const { can } = useSession();
  if (list.papers.isFiltered) {
    return (
      <EmptyState
        text={t('list.noneFound')}
        action={
          <Button variant="outlined" color="inherit" onClick={list.papers.clear}>
            {t('common:action.clearFilter')}
          </Button>
        }
      />
    );
  }
  const first = (
    <Button component={RouterLink} to={paths.newPayment} variant="outlined">
      {t('list.first')}
    </Button>
  );
  return <EmptyState text={t('list.empty')} action={can('finance:write') && first} />;
}

function useColumns(): Column<PaymentRowFragment>[] {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const { nameOf } = useMethods();
  return [
    {
      key: 'code',
      head: t('code'),
      width: 160,
      isSortable: true,
      cell: ({ id, code }) => (
        <Link
          component={RouterLink}
          to={paymentPath(id)}
          sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}
        >
          {code}
        </Link>
      ),
    },
    {
      key: 'date',
      head: t('date'),
      width: 120,
      isSortable: true,
      cell: ({ paymentDate }) => format.date(paymentDate),
    },
    {
      key: 'agency',
      head: t('agency'),
      cell: ({ agency }) => (
        <>
          {agency?.name}{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {agency?.code}
          </Box>
        </>
      ),
    },
    { key: 'method', head: t('method'), width: 140, cell: ({ method }) => nameOf(method) },
    {
      key: 'status',
      head: t('status'),
      cell: ({ status, advanceAmount }) => (
        <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
          <PaymentStatus status={status} />
          <AdvanceMark amount={advanceAmount} />
        </Box>
      ),
    },
    {
      key: 'amount',
      head: t('amountColumn'),
      align: 'right',
      cell: ({ amount }) => (
        <Box component="span" sx={{ fontWeight: 600 }}>
          {format.dong(amount)}
        </Box>
      ),
    },
  ];
}
