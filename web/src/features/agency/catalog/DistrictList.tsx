import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useCursorPages } from '../../../components/cursor_pages.ts';
import { DistrictListDocument } from '../../../gql/graphql.ts';
import type { DistrictRowFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { DistrictForm } from './DistrictForm.tsx';

const PAGE = 25;

/** Territories with how many agencies they have and may have. */
export function DistrictList() {
  const { t } = useTranslation(['agency', 'form']);
  const { can } = useSession();
  const mayWrite = can('config:write');
  const [open, setOpen] = useState<string | null>(null);
  const pages = useCursorPages();
  const {
    data: answer,
    previousData,
    loading,
    error,
    refetch,
  } = useQuery(DistrictListDocument, {
    variables: { first: PAGE, after: pages.after },
    fetchPolicy: 'cache-and-network',
  });
  const data = answer ?? previousData;
  const rows = data && nodesOf(data.districts);
  const edited = rows?.find(({ id }) => id === open) ?? null;
  const edit = ({ id, name }: DistrictRowFragment) =>
    mayWrite && (
      <Button
        size="small"
        variant="outlined"
        color="inherit"
        sx={{ color: 'text.primary' }}
        aria-label={t('catalog.editDistrict', { name })}
        onClick={() => setOpen(id)}
      >
        {t('form:edit')}
      </Button>
    );
  const info = data?.districts?.pageInfo;
  return (
    <Panel
      title={t('catalog.districts')}
      isFlush
      aside={
        <Box sx={{ display: 'flex', gap: 2 }}>
          <ExportButton what="districts" parameters={{}} />
          {mayWrite && (
            <Button size="small" variant="outlined" color="inherit" onClick={() => setOpen('new')}>
              {t('catalog.addDistrict')}
            </Button>
          )}
        </Box>
      }
    >
      <DataList<DistrictRowFragment>
        label={t('catalog.districts')}
        rows={rows}
        rowKey={({ id }) => id}
        isRefetching={loading && data !== undefined}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState text={t('catalog.noDistricts')} />}
        columns={[
          {
            key: 'name',
            head: t('catalog.districtName'),
            cell: ({ name }) => <Box sx={{ fontWeight: 600 }}>{name}</Box>,
          },
          {
            key: 'city',
            head: t('catalog.city'),
            cell: ({ city }) => <Box sx={{ color: 'text.secondary' }}>{city}</Box>,
          },
          {
            key: 'members',
            head: t('catalog.members'),
            align: 'right',
            cell: (row) => <Members district={row} />,
          },
          { key: 'room', head: t('status'), cell: (row) => <RoomMark district={row} /> },
          ...(mayWrite
            ? [{ key: 'acts', head: t('catalog.acts'), align: 'right' as const, cell: edit }]
            : []),
        ]}
        card={(row) => ({
          title: row.name,
          figure: <Members district={row} />,
          note: (
            <>
              {row.city} <RoomMark district={row} />
            </>
          ),
          mark: edit(row),
        })}
        foot={
          rows && (
            <Pager
              pages={pages}
              total={data?.districts?.totalCount ?? 0}
              shown={rows.length}
              next={info?.hasNextPage ? (info.endCursor ?? null) : null}
            />
          )
        }
      />
      {(open === 'new' || edited) && (
        <DistrictForm
          key={open}
          district={edited}
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

function Members({
  district: { memberCount, capInForce, maxAgencies },
}: {
  district: DistrictRowFragment;
}) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  return (
    <span>
      {`${format.quantity(memberCount)} / ${format.quantity(capInForce)}`}
      {maxAgencies === null && (
        <Box component="span" sx={{ color: 'text.secondary', fontWeight: 400 }}>
          {' '}
          · {t('catalog.byRule')}
        </Box>
      )}
    </span>
  );
}

/** Only a territory without room stands out. */
function RoomMark({ district: { memberCount, capInForce } }: { district: DistrictRowFragment }) {
  const { t } = useTranslation('agency');
  const room = Number(capInForce ?? 0) - Number(memberCount ?? 0);
  if (room > 0) return null;
  return (
    <Chip
      size="small"
      variant="outlined"
      color={room < 0 ? 'error' : 'warning'}
      label={t(room < 0 ? 'catalog.over' : 'catalog.full')}
    />
  );
}
