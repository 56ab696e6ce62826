import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useToast } from '../../../components/toasts.ts';
import {
  ActivateItemDocument,
  DeactivateItemDocument,
  ItemShowDocument,
} from '../../../gql/graphql.ts';
import type { ShownItemFragment } from '../../../gql/graphql.ts';
import { editItemPath, paths } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { ItemMark } from './ItemMark.tsx';
import { PriceHistory, StockCard } from './ItemLedgers.tsx';

/** One item: stock, prices, and how both came about. */
export function ItemShow() {
  const { t } = useTranslation(['goods', 'inventory']);
  const { id = '' } = useParams();
  const { user } = useSession();
  const withPrices = !user.roles.includes('agency');
  const { data, error, refetch } = useQuery(ItemShowDocument, {
    variables: { id, withPrices },
    fetchPolicy: 'cache-and-network',
  });
  const parent = { label: t('inventory:item.many'), to: paths.items };
  const item = data?.item;
  if (error && !data)
    return (
      <>
        <PageHead title={t('item.one')} parent={parent} />
        <LoadFailed error={error} onRetry={() => void refetch()} />
      </>
    );
  if (!data)
    return (
      <>
        <PageHead title={t('item.one')} parent={parent} takesFocus={false} />
        <Skeleton variant="rounded" height={320} />
      </>
    );
  if (!item) {
    const back = (
      <Button component={RouterLink} to={paths.items} variant="outlined" color="inherit">
        {t('item.back')}
      </Button>
    );
    return (
      <>
        <PageHead title={t('item.one')} />
        <EmptyState text={t('item.notFound')} action={back} />
      </>
    );
  }
  return (
    <>
      <PageHead
        key={item.id}
        title={item.itemName}
        parent={parent}
        mark={<ItemMark item={item} />}
        actions={<Acts item={item} onChanged={() => void refetch()} />}
      />
      <Box sx={columns}>
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          {withPrices && <StockCard item={item} />}
          {withPrices && <PriceHistory item={item} />}
        </Box>
        <ItemFacts item={item} />
      </Box>
    </>
  );
}

const columns = {
  display: 'grid',
  gap: 4,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 300px' },
  '& > :last-child': { order: { xs: -1, md: 0 } },
};

function ItemFacts({ item }: { item: ShownItemFragment }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const unit = item.unit?.name ?? '';
  return (
    <Panel title={t('item.facts')}>
      <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{t('item.stock')}</Box>
      <Typography sx={{ fontSize: 22, fontWeight: 650, lineHeight: 1.3, mb: 3 }}>
        {format.quantity(item.stockQuantity)} {unit}
      </Typography>
      <Facts
        facts={[
          [t('item.sku'), item.sku],
          [t('item.unit'), unit],
          [t('item.barcode'), item.barcode],
          [t('item.minStock'), `${format.quantity(item.minStock)} ${unit}`],
          ...(item.importPrice == null
            ? []
            : [[t('item.importPrice'), format.money(item.importPrice)] as const]),
          [t('item.issuePrice'), format.money(item.issuePrice)],
          ...(item.inactiveReason
            ? [[t('item.inactiveReason'), item.inactiveReason] as const]
            : []),
        ]}
      />
    </Panel>
  );
}

/** Editing, and taking the item off sale and back. */
function Acts({ item, onChanged }: { item: ShownItemFragment; onChanged(): void }) {
  const { t } = useTranslation('goods');
  const { can } = useSession();
  const [isOpen, setOpen] = useState(false);
  if (!can('inventory:adjust')) return null;
  const done = () => {
    setOpen(false);
    onChanged();
  };
  return (
    <>
      <Button
        variant="outlined"
        color={item.isActive ? 'error' : 'inherit'}
        onClick={() => setOpen(true)}
      >
        {t(item.isActive ? 'item.deactivate' : 'item.activate')}
      </Button>
      <Button component={RouterLink} to={editItemPath(item.id)} variant="contained">
        {t('item.edit')}
      </Button>
      {isOpen
        && (item.isActive ? (
          <Deactivate item={item} onChanged={done} onClose={() => setOpen(false)} />
        ) : (
          <Activate item={item} onChanged={done} onClose={() => setOpen(false)} />
        ))}
    </>
  );
}

interface ActProps {
  item: ShownItemFragment;
  onChanged(): void;
  onClose(): void;
}

function Deactivate({ item, ...close }: ActProps) {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const name = item.itemName;
  return (
    <ActDialog
      title={t('item.deactivateTitle', { name })}
      verb={t('item.deactivate')}
      hasReason
      isGrave
      {...close}
      act={async (clientKey, reason) => {
        await client.mutate({
          mutation: DeactivateItemDocument,
          variables: { input: { clientKey, itemId: item.id, version: item.version, reason } },
          update: forgetLists,
        });
        toast({ text: t('item.deactivated', { name }) });
      }}
    >
      <Typography>
        {t('item.deactivateText', {
          stock: format.quantity(item.stockQuantity),
          unit: item.unit?.name,
        })}
      </Typography>
    </ActDialog>
  );
}

function Activate({ item, ...close }: ActProps) {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  const name = item.itemName;
  return (
    <ActDialog
      title={t('item.activateTitle', { name })}
      verb={t('item.activate')}
      {...close}
      act={async (clientKey) => {
        await client.mutate({
          mutation: ActivateItemDocument,
          variables: { input: { clientKey, itemId: item.id, version: item.version } },
          update: forgetLists,
        });
        toast({ text: t('item.activated', { name }) });
      }}
    >
      <Typography>{t('item.activateText')}</Typography>
    </ActDialog>
  );
}
