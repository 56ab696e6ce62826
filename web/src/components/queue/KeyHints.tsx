import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { Kbd } from '../Kbd.tsx';

/** Keys with what they do. */
export type KeyHint = readonly [keys: string, does: string];

/** The keys of a page of work, at its foot. Not read out: `?` tells them to everybody. */
export function KeyHints({ hints }: { hints: readonly KeyHint[] }) {
  const { t } = useTranslation('queue');
  return (
    <Box aria-hidden="true" className="no-print" sx={barStyle}>
      {[...hints, ['?', t('keys.all')] as const].map(([keys, does]) => (
        <Box key={keys} component="span" sx={{ whiteSpace: 'nowrap' }}>
          {keys.split(' ').map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}{' '}
          {does}
        </Box>
      ))}
    </Box>
  );
}

const barStyle = {
  display: { xs: 'none', md: 'flex' },
  flexWrap: 'wrap',
  columnGap: 4,
  rowGap: 1,
  mt: 4,
  pt: 3,
  borderTop: '1px solid',
  borderColor: 'divider',
  fontSize: 13,
  color: 'text.secondary',
};
