import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../lib/problem.ts';
import { useFormat } from '../../../lib/use_format.ts';

interface GivenItem {
  item_id: string;
  item_name: string;
  unit: string;
  paid: string;
  free: string;
  allowed: string;
}

/**
 * Of PERMISSION_DENIED for free goods: what is bought, what is given and how much may be, item by
 * item.
 */
export function FreeBeyond({ problem: { code, details } }: { problem: Problem }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const { scope, items } = details;
  if (code !== 'PERMISSION_DENIED' || scope !== 'price:override' || !Array.isArray(items))
    return null;
  return (
    <Box component="ul" data-testid="free-beyond" sx={{ m: 0, mt: 1, pl: 5 }}>
      {(items as GivenItem[]).map(({ item_id, item_name: item, unit, ...figures }) => (
        <li key={item_id}>
          {t('free.beyond', {
            item,
            unit,
            paid: format.quantity(figures.paid),
            free: format.quantity(figures.free),
            allowed: format.quantity(figures.allowed),
          })}
        </li>
      ))}
    </Box>
  );
}
