import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '../Kbd.tsx';

interface Props {
  count: number;
  /** Their sum. */
  figure: ReactNode;
  /** Whether they still fit together; what they would break, in words. */
  verdict: { isRight: boolean; text: string };
  onClear(): void;
  children: ReactNode;
}

/** What can be done with all that are chosen, above the foot of the list. */
export function BulkBar({ count, figure, verdict, onClear, children }: Props) {
  const { t } = useTranslation('queue');
  return (
    <Box role="region" aria-label={t('chosen', { count })} sx={barStyle}>
      <Box role="status" sx={{ flex: '1 1 200px', minWidth: 0 }}>
        <Box sx={{ fontWeight: 600 }}>
          {t('chosen', { count })} · {figure}
        </Box>
        <Box
          sx={{ fontSize: 13, color: verdict.isRight ? 'text.secondary' : 'warning.main' }}
          data-testid="together"
        >
          {verdict.text}
        </Box>
      </Box>
      <Button color="inherit" onClick={onClear}>
        {t('clear')}
        <Kbd>Esc</Kbd>
      </Button>
      {children}
    </Box>
  );
}

const barStyle = {
  position: 'sticky',
  bottom: { xs: 0, md: 12 },
  zIndex: 5,
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 2,
  m: { xs: 0, md: 3 },
  px: 4,
  py: 2.5,
  borderRadius: { xs: 0, md: 1 },
  border: '1px solid',
  borderColor: 'divider',
  bgcolor: 'background.paper',
  boxShadow: '0 8px 24px rgb(16 24 40 / 0.14)',
};
