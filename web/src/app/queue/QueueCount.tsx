import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { shownCount, useQueueCounts } from './use_queue_counts.ts';
import '../../components/queue/texts/index.ts';

/** How much waits for this person, in the menu; nothing when nothing does. */
export function QueueCount() {
  const { t } = useTranslation('queue');
  const counts = Object.values(useQueueCounts().counts);
  const all = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  if (all === 0) return null;
  return (
    <Box component="span" sx={pillStyle}>
      <span aria-hidden="true">{shownCount(all)}</span>
      <span className="visually-hidden">{t('waiting', { count: all })}</span>
    </Box>
  );
}

const pillStyle = {
  ml: 'auto',
  px: 2,
  minWidth: 22,
  borderRadius: 4,
  fontSize: 12,
  lineHeight: '20px',
  fontWeight: 600,
  textAlign: 'center',
  color: 'text.primary',
  bgcolor: 'tint.neutral',
  '.active &': { color: 'primary.contrastText', bgcolor: 'primary.main' },
};
