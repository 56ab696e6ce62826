import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import kinds from '../../../../../db/words/kinds.json';
import { useCursorPages } from '../../../components/cursor_pages.ts';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { SupplierListDocument } from '../../../gql/graphql.ts';
import type { SupplierRowFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useSession } from '../../../lib/session.ts';
import { useWord } from '../../../lib/words.ts';
import { SupplierForm } from './SupplierForm.tsx';
import { SupplierState } from './SupplierState.tsx';

const PAGE = 25;

/** Everybody the distributor buys from, those out of use too. */
export function SupplierList() {
  const { t } = useTranslation(['stockCatalog', 'form']);
  const { can } = useSession();
  const mayWrite = can('inventory:adjust');
  const [open, setOpen] = useState<{ act: 'edit' | 'state'; id: string | null } | null>(null);
  const pages = useCursorPages();
  const {
    data: answer,
    previousData,
    loading,
    error,
    refetch,
  } = useQuery(SupplierListDocument, {
    variables: { first: PAGE, after: pages.after },
    fetchPolicy: 'cache-and-network',
  });
  const data = answer ?? previousData;
  const rows = data && nodesOf(data.suppliers);
  const info = data?.suppliers?.pageInfo;
  const supplier = rows?.find(({ id }) => id === open?.id) ?? null;
  const dialog = {
    onReload: refetch,
    onDone: () => {
      setOpen(null);
      void refetch();
    },
    onClose: () => setOpen(null),
  };
  const acts = (row: SupplierRowFragment) =>
    mayWrite && <Acts supplier={row} onOpen={(act) => setOpen({ act, id: row.id })} />;
  return (
    <Panel
      title={t('supplier.many')}
      isFlush
      aside={
        <Box sx={{ display: 'flex', gap: 2 }}>
          <ExportButton what="suppliers" parameters={{}} />
          {mayWrite && (
            <Button
              size="small"
              variant="outlined"
              color="inherit"
              onClick={() => setOpen({ act: 'edit', id: null })}
            >
              {t('supplier.add')}
            </Button>
          )}
        </Box>
      }
    >
      <DataList<SupplierRowFragment>
        label={t('supplier.many')}
        rows={rows}
        rowKey={({ id }) => id}
        isRefetching={loading && data !== undefined}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState text={t('supplier.none')} />}
        columns={[
          { key: 'code', head: t('supplier.code'), width: 110, cell: ({ code }) => code },
          {
            key: 'name',
            head: t('supplier.name'),
            cell: ({ name, address }) => (
              <Box sx={{ py: 2 }}>
                <Box sx={{ fontWeight: 600 }}>{name}</Box>
                <Box sx={{ fontSize: 12, color: 'text.secondary' }}>{address}</Box>
              </Box>
            ),
          },
          { key: 'phone', head: t('supplier.phone'), cell: ({ phone }) => phone ?? '–' },
          { key: 'taxCode', head: t('supplier.taxCode'), cell: ({ taxCode }) => taxCode ?? '–' },
          { key: 'state', head: t('state'), cell: (row) => <StateMark supplier={row} /> },
          ...(mayWrite
            ? [{ key: 'acts', head: t('acts'), align: 'right' as const, cell: acts }]
            : []),
        ]}
        card={(row) => ({
          title: row.name,
          figure: row.code,
          note: [row.phone, row.address].filter(Boolean).join(' · '),
          mark: !row.isActive && <StateMark supplier={row} />,
          below: acts(row),
        })}
        foot={
          rows && (
            <Pager
              pages={pages}
              total={data?.suppliers?.totalCount ?? 0}
              shown={rows.length}
              next={info?.hasNextPage ? (info.endCursor ?? null) : null}
            />
          )
        }
      />
      {open?.act === 'edit' && (open.id === null || supplier) && (
        <SupplierForm key={open.id} supplier={supplier} {...dialog} />
      )}
      {open?.act === 'state' && supplier && (
        <SupplierState key={open.id} supplier={supplier} {...dialog} />
      )}
    </Panel>
  );
}

function StateMark({ supplier }: { supplier: SupplierRowFragment }) {
  const word = useWord(kinds.supplier_is_active);
  if (supplier.isActive)
    return (
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {word('true')}
      </Box>
    );
  return (
    <Chip
      size="small"
      variant="outlined"
      color="warning"
      label={word('false')}
      title={supplier.inactiveReason ?? ''}
    />
  );
}

function Acts({
  supplier,
  onOpen,
}: {
  supplier: SupplierRowFragment;
  onOpen(act: 'edit' | 'state'): void;
}) {
  const { t } = useTranslation(['stockCatalog', 'form']);
  const verb = t(supplier.isActive ? 'supplier.stop.verb' : 'supplier.resume.verb');
  return (
    <Box sx={{ display: 'inline-flex', mx: { xs: -2, md: 0 } }}>
      <Button
        size="small"
        color="inherit"
        sx={{ minWidth: 0, px: 2 }}
        aria-label={t('supplier.edit', { name: supplier.name })}
        onClick={() => onOpen('edit')}
      >
        {t('form:edit')}
      </Button>
      <Button
        size="small"
        color="inherit"
        sx={{ minWidth: 0, px: 2 }}
        aria-label={`${verb}: ${supplier.name}`}
        onClick={() => onOpen('state')}
      >
        {verb}
      </Button>
    </Box>
  );
}
