import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { DateFilter } from '../../../components/DateFilter.tsx';
import { DataList } from '../../../components/DataList.tsx';
import type { Column } from '../../../components/data_list.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { PrintDays } from '../../../components/PrintDays.tsx';
import { usePrintedList } from '../../../components/use_printed_list.tsx';
import type { PaymentRowFragment } from '../../../gql/graphql.ts';
import { paths, paymentPath } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { AdvanceMark, PaymentStatus, useMethods } from './PaymentStatus.tsx';
import { usePaymentList } from './use_payment_list.ts';
import type { PaymentListState } from './use_payment_list.ts';

/** Money received from agencies, newest first. */
export function PaymentList() {
  const { t } = useTranslation('finance');
  const { can } = useSession();
  const list = usePaymentList();
  const format = useFormat();
  const { nameOf } = useMethods();
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
            <PrintDays what="payment_slip" from={list.from} to={list.to} />
            <ExportButton what="payments" parameters={{ from: list.from, to: list.to }} />
            {can('finance:write') && make}
          </>
        }
      />
      <Panel isFlush>
        <Filters list={list} />
        {printed.bar}
        <DataList<PaymentRowFragment>
          label={t('many')}
          rows={list.rows}
          columns={printed.around(useColumns())}
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
              />
            )
          }
        />
      </Panel>
    </>
  );
}

function Filters({ list }: { list: PaymentListState }) {
  const { t } = useTranslation(['finance', 'common']);
  const date = (label: string, name: 'tu' | 'den', value: string) => (
    <DateFilter
      label={label}
      value={value}
      onChange={(day) => list.set({ [name]: day })}
      sx={{ width: { xs: 'calc(50% - 4px)', md: 160 } }}
    />
  );
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, p: 4, alignItems: 'center' }}>
      {date(t('list.from'), 'tu', list.from)}
      {date(t('list.to'), 'den', list.to)}
      {list.isFiltered && (
        <Button color="inherit" onClick={list.clear}>
          {t('common:action.clearFilter')}
        </Button>
      )}
    </Box>
  );
}

function Empty({ list }: { list: PaymentListState }) {
  const { t } = useTranslation(['finance', 'common']);
  const { can } = useSession();
  if (list.isFiltered) {
    return (
      <EmptyState
        text={t('list.noneFound')}
        action={
          <Button variant="outlined" color="inherit" onClick={list.clear}>
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
