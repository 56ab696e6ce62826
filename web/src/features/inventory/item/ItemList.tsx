import { useQuery } from '@apollo/client/react';
import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useSearchParams } from 'react-router';
import { CURSOR, useCursorPages } from '../../../components/cursor_pages.ts';
import { DataList } from '../../../components/DataList.tsx';
import type { Column } from '../../../components/data_list.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { ImportButton } from '../../../components/ImportButton.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { SearchBox } from '../../../components/SearchBox.tsx';
import { ItemListDocument } from '../../../gql/graphql.ts';
import type { ItemListQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { itemPath, paths } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { GroupFilter } from './GroupFilter.tsx';
import { ItemMark } from './ItemMark.tsx';

type Item = NonNullable<NonNullable<NonNullable<ItemListQuery['searchItems']>['nodes']>[number]>;
const PAGE = 50;

const SEARCH = 'tim';
const GROUP = 'nhom';

function useFilters() {
  const [params, setParams] = useSearchParams();
  const set = (wanted: Readonly<Record<string, string>>) =>
    setParams(
      (earlier) => {
        const next = new URLSearchParams(earlier);
        next.delete(CURSOR);
        for (const [name, value] of Object.entries(wanted))
          if (value) next.set(name, value);
          else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return { query: params.get(SEARCH) ?? '', group: params.get(GROUP) ?? '', set };
}

/** What may be sold: stock, price of today, and what runs low. */
export function ItemList() {
  const { t } = useTranslation(['inventory', 'common', 'goods']);
  const { can } = useSession();
  const format = useFormat();
  const { query, group, set } = useFilters();
  const pages = useCursorPages();
  const { data, previousData, loading, error, refetch } = useQuery(ItemListDocument, {
    variables: { query, itemGroup: group || null, first: PAGE, after: pages.after },
  });
  const connection = (data ?? previousData)?.searchItems;
  const rows = connection ? nodesOf(connection) : undefined;
  const next = connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null;
  const clear = (
    <Button variant="outlined" color="inherit" onClick={() => set({ [SEARCH]: '', [GROUP]: '' })}>
      {t('common:action.clearFilter')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t('item.many')}
        actions={
          <>
            <ExportButton what="items" parameters={{ search: query, itemGroup: group }} />
            {can('inventory:adjust') && (
              <>
                <ImportButton what="items" />
                <Button
                  component={RouterLink}
                  to={paths.newItem}
                  variant="contained"
                  startIcon={<AddIcon />}
                >
                  {t('goods:item.add')}
                </Button>
              </>
            )}
          </>
        }
      />
      <Panel isFlush>
        <Box sx={{ p: 4, display: 'flex', flexWrap: 'wrap', gap: 3 }}>
          <SearchBox
            label={t('item.search')}
            value={query}
            onChange={(words) => set({ [SEARCH]: words })}
          />
          <GroupFilter value={group} onChange={(chosen) => set({ [GROUP]: chosen })} />
        </Box>
        <DataList<Item>
          label={t('item.many')}
          rows={rows}
          columns={useColumns()}
          rowKey={({ id }) => id}
          rowPath={({ id }) => itemPath(id)}
          isRefetching={loading}
          error={error}
          onRetry={() => void refetch()}
          empty={
            <EmptyState
              text={t(query || group ? 'item.noneFound' : 'item.empty')}
              action={(query || group) && clear}
            />
          }
          card={(item) => ({
            title: item.itemName,
            figure: `${format.quantity(item.stockQuantity)} ${item.unit?.name ?? ''}`,
            note: `${item.sku} · ${format.money(item.issuePrice)}`,
            mark: <ItemMark item={item} />,
          })}
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
      </Panel>
    </>
  );
}

function useColumns(): Column<Item>[] {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  return [
    {
      key: 'sku',
      head: t('item.sku'),
      width: 110,
      cell: ({ id, sku }) => (
        <Link component={RouterLink} to={itemPath(id)}>
          {sku}
        </Link>
      ),
    },
    {
      key: 'name',
      head: t('item.name'),
      cell: ({ itemName }) => (
        <Box component="span" sx={{ fontWeight: 500 }}>
          {itemName}
        </Box>
      ),
    },
    { key: 'mark', head: t('item.mark'), width: 120, cell: (item) => <ItemMark item={item} /> },
    {
      key: 'stock',
      head: t('item.stock'),
      align: 'right',
      width: 110,
      cell: ({ stockQuantity }) => format.quantity(stockQuantity),
    },
    {
      key: 'min',
      head: t('item.min'),
      align: 'right',
      width: 130,
      cell: ({ minStock }) => (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {format.quantity(minStock)}
        </Box>
      ),
    },
    { key: 'unit', head: t('item.unit'), width: 90, cell: ({ unit }) => unit?.name },
    {
      key: 'price',
      head: t('item.price'),
      align: 'right',
      width: 140,
      cell: ({ issuePrice }) => format.dong(issuePrice),
    },
  ];
}
