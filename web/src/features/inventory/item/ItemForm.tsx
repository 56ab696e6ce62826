import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { ItemShowDocument } from '../../../gql/graphql.ts';
import { itemPath, paths } from '../../../lib/paths.ts';
import { ItemSheet } from './ItemSheet.tsx';

/** Adding an item, or editing the one of the address. */
export function ItemForm() {
  const { t } = useTranslation(['goods', 'inventory']);
  const { id } = useParams();
  if (id) return <EditItem id={id} />;
  return (
    <>
      <PageHead
        title={t('item.new')}
        parent={{ label: t('inventory:item.many'), to: paths.items }}
        takesFocus={false}
      />
      <ItemSheet item={null} />
    </>
  );
}

function EditItem({ id }: { id: string }) {
  const { t } = useTranslation(['goods', 'inventory']);
  const { data, error, refetch } = useQuery(ItemShowDocument, {
    variables: { id, withPrices: false },
    fetchPolicy: 'network-only',
    nextFetchPolicy: 'cache-first',
  });
  const item = data?.item;
  const parent = item
    ? { label: item.itemName, to: itemPath(id) }
    : { label: t('inventory:item.many'), to: paths.items };
  return (
    <>
      <PageHead
        title={item ? t('item.editTitle', { name: item.itemName }) : t('item.one')}
        parent={parent}
        takesFocus={false}
      />
      {error && !data && <LoadFailed error={error} onRetry={() => void refetch()} />}
      {data && !item && <EmptyState text={t('item.notFound')} />}
      {item && <ItemSheet key={item.id} item={item} onReload={refetch} />}
    </>
  );
}
