import { useQuery } from '@apollo/client/react';
import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useSearchParams } from 'react-router';
import { CURSOR, useCursorPages } from '../../../components/cursor_pages.ts';
import { DateFilter } from '../../../components/DateFilter.tsx';
import { DataList } from '../../../components/DataList.tsx';
import type { Column } from '../../../components/data_list.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { ImportButton } from '../../../components/ImportButton.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { PrintDays } from '../../../components/PrintDays.tsx';
import { SearchBox } from '../../../components/SearchBox.tsx';
import { usePrintedList } from '../../../components/use_printed_list.tsx';
import { SupplierChoicesDocument, ReceiptListDocument } from '../../../gql/graphql.ts';
import type { ReceiptFilter, ReceiptRowFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { paths, receiptPath } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { ReceiptStatus } from './ReceiptStatus.tsx';

const PAGE = 25;
const names = { code: 'so', supplier: 'ncc', from: 'tu', to: 'den' } as const;
type Filter = Record<keyof typeof names, string>;

/** The server takes no empty filter, so without one there is none. */
function filterOf({ code, supplier, from, to }: Filter): { filter?: ReceiptFilter } {
  if (!code && !supplier && !from && !to) return {};
  const receiptDate = {
    ...(from ? { greaterThanOrEqualTo: from } : {}),
    ...(to ? { lessThanOrEqualTo: to } : {}),
  };
  return {
    filter: {
      ...(code ? { code: { equalTo: code.trim().toUpperCase() } } : {}),
      ...(supplier ? { supplierId: { equalTo: supplier } } : {}),
      ...(from || to ? { receiptDate } : {}),
    },
  };
}

function useReceiptList() {
  const [params, setParams] = useSearchParams();
  const pages = useCursorPages();
  const filter = Object.fromEntries(
    Object.entries(names).map(([key, name]) => [key, params.get(name) ?? '']),
  ) as Filter;
  const set = (change: Partial<Filter>) =>
    setParams(
      (earlier) => {
        const next = new URLSearchParams(earlier);
        next.delete(CURSOR);
        for (const [key, value] of Object.entries({ ...filter, ...change })) {
          if (value) next.set(names[key as keyof Filter], value);
          else next.delete(names[key as keyof Filter]);
        }
        return next;
      },
      { replace: true },
    );
  const { data, previousData, error, loading, refetch } = useQuery(ReceiptListDocument, {
    variables: { first: PAGE, after: pages.after, ...filterOf(filter) },
  });
  const connection = (data ?? previousData)?.receipts;
  return {
    filter,
    set,
    pages,
    error,
    isRefetching: loading,
    clear: () => set({ code: '', supplier: '', from: '', to: '' }),
    isFiltered: Object.values(filter).some(Boolean),
    rows: connection ? nodesOf(connection) : undefined,
    total: connection?.totalCount ?? 0,
    next: connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null,
    retry: () => {
      void refetch();
    },
  };
}

type ListState = ReturnType<typeof useReceiptList>;

/** What came in, newest first; filters stand in the address. */
export function ReceiptList() {
  const { t } = useTranslation(['goods', 'common']);
  const format = useFormat();
  const { can } = useSession();
  const list = useReceiptList();
  const make = (
    <Button
      component={RouterLink}
      to={paths.newReceipt}
      variant="contained"
      startIcon={<AddIcon />}
    >
      {t('receipt.make')}
    </Button>
  );
  const clear = (
    <Button variant="outlined" color="inherit" onClick={list.clear}>
      {t('common:action.clearFilter')}
    </Button>
  );
  const printed = usePrintedList<ReceiptRowFragment>(
    'receipt_slip',
    list.rows,
    ({ code }) => code ?? '',
  );
  return (
    <>
      <PageHead
        title={t('receipt.many')}
        actions={
          <>
            <PrintDays what="receipt_slip" from={list.filter.from} to={list.filter.to} />
            <ExportButton
              what="receipts"
              parameters={{
                search: list.filter.code,
                supplierId: list.filter.supplier,
                from: list.filter.from,
                to: list.filter.to,
              }}
            />
            {can('inventory:adjust') && (
              <>
                <ImportButton what="receipts" />
                {make}
              </>
            )}
          </>
        }
      />
      <Panel isFlush>
        <Filters list={list} />
        {printed.bar}
        <DataList<ReceiptRowFragment>
          label={t('receipt.many')}
          rows={list.rows}
          columns={printed.around(useColumns())}
          rowKey={({ id }) => id}
          rowPath={({ id }) => receiptPath(id)}
          isRefetching={list.isRefetching}
          error={list.error}
          onRetry={list.retry}
          empty={
            <EmptyState
              text={t(list.isFiltered ? 'receipt.noneFound' : 'receipt.empty')}
              action={list.isFiltered && clear}
            />
          }
          card={({ code, receiptDate, supplier, totalAmount, status }) => ({
            title: supplier?.name,
            figure: format.money(totalAmount),
            note: `${code ?? '–'} · ${format.date(receiptDate)}`,
            mark: <ReceiptStatus status={status} />,
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

function Filters({ list }: { list: ListState }) {
  const { t } = useTranslation(['goods', 'inventory', 'common']);
  const { data } = useQuery(SupplierChoicesDocument);
  const suppliers = nodesOf(data?.suppliers);
  const { filter, set } = list;
  const date = (name: 'from' | 'to') => (
    <DateFilter
      label={t(`inventory:list.${name}`)}
      value={filter[name]}
      onChange={(day) => set({ [name]: day })}
      sx={{ width: { xs: 'calc(50% - 4px)', md: 160 } }}
    />
  );
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, p: 4, alignItems: 'center' }}>
      <SearchBox
        label={t('receipt.search')}
        value={filter.code}
        onChange={(code) => set({ code })}
      />
      <TextField
        select
        label={t('supplier.one')}
        value={suppliers.some(({ id }) => id === filter.supplier) ? filter.supplier : ''}
        onChange={(event) => set({ supplier: event.target.value })}
        sx={{ width: { xs: '100%', md: 220 } }}
      >
        <MenuItem value="">{t('supplier.all')}</MenuItem>
        {suppliers.map(({ id, name }) => (
          <MenuItem key={id} value={id}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      {date('from')}
      {date('to')}
      {list.isFiltered && (
        <Button color="inherit" onClick={list.clear}>
          {t('common:action.clearFilter')}
        </Button>
      )}
    </Box>
  );
}

function useColumns(): Column<ReceiptRowFragment>[] {
  const { t } = useTranslation('goods');
  const format = useFormat();
  return [
    {
      key: 'code',
      head: t('receipt.code'),
      width: 170,
      cell: ({ id, code }) => (
        <Link
          component={RouterLink}
          to={receiptPath(id)}
          sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}
        >
          {code ?? '–'}
        </Link>
      ),
    },
    {
      key: 'date',
      head: t('receipt.date'),
      width: 120,
      cell: ({ receiptDate }) => format.date(receiptDate),
    },
    {
      key: 'supplier',
      head: t('supplier.one'),
      cell: ({ supplier }) => (
        <>
          {supplier?.name}{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {supplier?.code}
          </Box>
        </>
      ),
    },
    {
      key: 'status',
      head: t('receipt.status'),
      width: 130,
      cell: ({ status }) => <ReceiptStatus status={status} />,
    },
    {
      key: 'total',
      head: t('receipt.totalColumn'),
      align: 'right',
      width: 160,
      cell: ({ totalAmount }) => (
        <Box component="span" sx={{ fontWeight: 600 }}>
          {format.dong(totalAmount)}
        </Box>
      ),
    },
  ];
}
