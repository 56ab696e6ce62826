import { useTranslation } from 'react-i18next';
import type { LowItemFragment } from '../../gql/graphql.ts';
import { itemPath } from '../../lib/paths.ts';
import { useFormat } from '../../lib/use_format.ts';
import { RankedList } from './RankedList.tsx';

/** What has to be ordered. */
export function LowStock({ items }: { items: readonly LowItemFragment[] | null | undefined }) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const rows = items?.map(({ id, itemName, stockQuantity, unit }) => ({
    id,
    name: itemName,
    to: itemPath(id),
    figure: t('low.left', { quantity: format.quantity(stockQuantity), unit: unit?.name ?? '' }),
  }));
  return <RankedList title={t('low.title')} rows={rows} none={t('low.none')} />;
}
