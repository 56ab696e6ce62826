import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../lib/problem.ts';
import { useFormat } from '../../../lib/use_format.ts';

interface ExceedingItem {
  item_id: string;
  item_name: string;
  is_free?: boolean;
  available: string;
}

/** Of RETURN_EXCEEDS_ISSUE: how much of each item may still come back. */
export function ExceedingReturn({ problem }: { problem: Problem }) {
  const { t } = useTranslation(['goods', 'inventory']);
  const format = useFormat();
  const { items } = problem.details;
  if (!Array.isArray(items)) return null;
  return (
    <Box component="ul" sx={{ m: 0, mt: 1, pl: 5 }}>
      {(items as ExceedingItem[]).map(({ item_id, item_name, is_free: isFree, available }) => (
        <li key={`${item_id} ${isFree}`}>
          {t('back.exceeds', {
            item: isFree ? `${item_name} (${t('inventory:free.mark')})` : item_name,
            available: format.quantity(available),
          })}
        </li>
      ))}
    </Box>
  );
}

/**
 * Of PERMISSION_DENIED for slip:cancel when confirming: it is the slip of today that would be
 * undone.
 */
export function UndoesSlip({ problem }: { problem: Problem }) {
  const { t } = useTranslation('goods');
  if (problem.code !== 'PERMISSION_DENIED' || problem.details['scope'] !== 'slip:cancel')
    return null;
  return <Typography>{t('back.undoes')}</Typography>;
}
