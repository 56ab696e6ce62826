import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { AgencyTypeListDocument } from '../../../gql/graphql.ts';
import type { AgencyTypeRowFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { AgencyTypeForm } from './AgencyTypeForm.tsx';

/** Types of agencies with their debt limit and how many agencies have it. */
export function AgencyTypeList() {
  const { t } = useTranslation(['agency', 'form']);
  const format = useFormat();
  const { can } = useSession();
  const mayWrite = can('config:write');
  const [open, setOpen] = useState<string | null>(null);
  const { data, loading, error, refetch } = useQuery(AgencyTypeListDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const rows = data && nodesOf(data.agencyTypes);
  const edited = rows?.find(({ id }) => id === open) ?? null;
  const edit = ({ id, name }: AgencyTypeRowFragment) =>
    mayWrite && (
      <Button
        size="small"
        variant="outlined"
        color="inherit"
        sx={{ color: 'text.primary' }}
        aria-label={t('catalog.editType', { name })}
        onClick={() => setOpen(id)}
      >
        {t('form:edit')}
      </Button>
    );
  return (
    <Panel
      title={t('catalog.types')}
      isFlush
      aside={
        <Box sx={{ display: 'flex', gap: 2 }}>
          <ExportButton what="agency_types" parameters={{}} />
          {mayWrite && (
            <Button size="small" variant="outlined" color="inherit" onClick={() => setOpen('new')}>
              {t('catalog.addType')}
            </Button>
          )}
        </Box>
      }
    >
      <DataList<AgencyTypeRowFragment>
        label={t('catalog.types')}
        rows={rows}
        rowKey={({ id }) => id}
        isRefetching={loading && data !== undefined}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState text={t('catalog.noTypes')} />}
        columns={[
          {
            key: 'name',
            head: t('catalog.typeName'),
            cell: ({ name }) => <Box sx={{ fontWeight: 600 }}>{name}</Box>,
          },
          {
            key: 'debtLimit',
            head: `${t('catalog.debtLimit')} (₫)`,
            align: 'right',
            cell: ({ debtLimit }) => format.dong(debtLimit),
          },
          {
            key: 'term',
            head: t('catalog.term'),
            align: 'right',
            cell: ({ paymentTermDays }) => paymentTermDays ?? t('catalog.byRule'),
          },
          {
            key: 'agencies',
            head: t('catalog.agencies'),
            align: 'right',
            cell: ({ agencies }) => agencies.totalCount,
          },
          ...(mayWrite
            ? [{ key: 'acts', head: t('catalog.acts'), align: 'right' as const, cell: edit }]
            : []),
        ]}
        card={(row) => ({
          title: row.name,
          figure: format.money(row.debtLimit),
          note: `${t('catalog.agencies')}: ${row.agencies.totalCount}`,
          mark: edit(row),
        })}
      />
      {(open === 'new' || edited) && (
        <AgencyTypeForm
          key={open}
          type={edited}
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
