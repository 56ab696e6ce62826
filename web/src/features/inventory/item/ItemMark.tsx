import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';
import { isZero } from '../../../lib/dong.ts';

interface MarkedItem {
  isActive: boolean;
  stockQuantity: string;
  isLow: boolean | null;
}

/** The exceptions: not sold, none left, running low. */
export function ItemMark({ item }: { item: MarkedItem }) {
  const { t } = useTranslation('inventory');
  if (!item.isActive) return <Chip size="small" variant="outlined" label={t('item.inactive')} />;
  if (isZero(item.stockQuantity))
    return <Chip size="small" variant="outlined" color="error" label={t('item.out')} />;
  if (item.isLow)
    return <Chip size="small" variant="outlined" color="warning" label={t('item.low')} />;
  return null;
}
