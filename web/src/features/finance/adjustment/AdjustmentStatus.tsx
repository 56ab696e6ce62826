import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';

const colors = {
  requested: 'warning',
  rejected: 'error',
  cancelled: 'error',
  confirmed: null,
} as const;

export const adjustmentStates = ['requested', 'confirmed', 'rejected', 'cancelled'] as const;

/** The usual state is plain text; a chip is for exceptions. */
export function AdjustmentStatus({ status }: { status: string }) {
  const { t } = useTranslation('adjustment');
  const known = adjustmentStates.find((state) => state === status);
  const color = known && colors[known];
  if (known && color)
    return <Chip size="small" variant="outlined" color={color} label={t(`states.${known}`)} />;
  return (
    <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
      {known ? t(`states.${known}`) : status}
    </Box>
  );
}

/** "−200.000 ₫" for one that lowers the debt, "+300.000 ₫" for one that raises it. */
export const signed = (direction: string, shown: string) =>
  `${direction === 'up' ? '+' : '−'}${shown}`;
