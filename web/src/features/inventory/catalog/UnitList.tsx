import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { UnitListDocument } from '../../../gql/graphql.ts';
import type { UnitRowFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useSession } from '../../../lib/session.ts';
import { UnitForm } from './UnitForm.tsx';

/** What goods are counted in, and whether in parts. */
export function UnitList() {
  const { t } = useTranslation(['stockCatalog', 'form']);
  const { can } = useSession();
  const mayWrite = can('inventory:adjust');
  const [open, setOpen] = useState<string | null>(null);
  const { data, loading, error, refetch } = useQuery(UnitListDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const rows = data && nodesOf(data.units);
  const edited = rows?.find(({ id }) => id === open) ?? null;
  const parts = ({ isDecimal }: UnitRowFragment) => t(isDecimal ? 'unit.parts' : 'unit.whole');
  const edit = ({ id, name }: UnitRowFragment) =>
    mayWrite && (
      <Button
        size="small"
        color="inherit"
        sx={{ minWidth: 0, px: 2, color: 'text.primary' }}
        aria-label={t('unit.edit', { name })}
        onClick={() => setOpen(id)}
      >
        {t('form:edit')}
      </Button>
    );
  return (
    <Panel
      title={t('unit.many')}
      isFlush
      aside={
        <Box sx={{ display: 'flex', gap: 2 }}>
          <ExportButton what="units" parameters={{}} />
          {mayWrite && (
            <Button size="small" variant="outlined" color="inherit" onClick={() => setOpen('new')}>
              {t('unit.add')}
            </Button>
          )}
        </Box>
      }
    >
      <DataList<UnitRowFragment>
        label={t('unit.many')}
        rows={rows}
        rowKey={({ id }) => id}
        isRefetching={loading && data !== undefined}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState text={t('unit.none')} />}
        columns={[
          {
            key: 'name',
            head: t('unit.name'),
            cell: ({ name }) => <Box sx={{ fontWeight: 600 }}>{name}</Box>,
          },
          { key: 'parts', head: t('unit.quantity'), cell: parts },
          {
            key: 'items',
            head: t('unit.items'),
            align: 'right',
            cell: ({ items }) => items.totalCount,
          },
          ...(mayWrite
            ? [{ key: 'acts', head: t('acts'), align: 'right' as const, cell: edit }]
            : []),
        ]}
        card={(row) => ({
          title: row.name,
          note: `${parts(row)} · ${t('unit.items')}: ${row.items.totalCount}`,
          mark: edit(row),
        })}
      />
      {(open === 'new' || edited) && (
        <UnitForm
          key={open}
          unit={edited}
          onReload={refetch}
          onDone={() => {
            setOpen(null);
            void refetch();
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}
