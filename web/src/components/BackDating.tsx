import WarningIcon from '@mui/icons-material/WarningAmberOutlined';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { businessToday } from '../lib/format.ts';
import { daysBetween, isDay } from '../lib/typed_date.ts';
import { useFormat } from '../lib/use_format.ts';

/** How many days a document goes back; 0 of today, of days to come, and of what is no day. */
export const daysBack = (day: string) =>
  isDay(day) ? Math.max(0, daysBetween(day, businessToday())) : 0;

/** Under the date of a document that is not of today. */
export function BackDatingHint({ day }: { day: string }) {
  const { t } = useTranslation('form');
  return (
    <Box
      component="span"
      sx={{ display: 'flex', alignItems: 'center', gap: 1, color: 'warning.main', fontWeight: 600 }}
    >
      <WarningIcon aria-hidden="true" sx={{ fontSize: 16 }} />
      {t('backDating.hint', { count: daysBack(day) })}
    </Box>
  );
}

/** Above the figures of a question: nobody books into another day without reading which one. */
export function BackDatingNote({ day, text }: { day: string; text?: string }) {
  const { t } = useTranslation('form');
  const format = useFormat();
  return (
    <Box sx={noteStyle} data-testid="back-dating">
      <WarningIcon aria-hidden="true" sx={{ fontSize: 20, color: 'warning.main' }} />
      <div>
        <Box sx={{ fontWeight: 600 }}>
          {t('backDating.note', { count: daysBack(day), date: format.date(day) })}
        </Box>
        <Box sx={{ fontSize: 13 }}>{text ?? t('backDating.text')}</Box>
      </div>
    </Box>
  );
}

const noteStyle = {
  display: 'flex',
  gap: 2.5,
  px: 3,
  py: 2.5,
  mb: 4,
  borderRadius: 1,
  border: '1px solid',
  borderColor: 'warning.main',
  bgcolor: 'tint.warning',
  color: 'text.primary',
};
