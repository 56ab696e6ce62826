import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';

/** The usual state is plain text; a chip is for exceptions. */
export function ReceiptStatus({ status }: { status: string }) {
  const { t } = useTranslation('goods');
  if (status === 'cancelled')
    return <Chip size="small" variant="outlined" color="error" label={t('receipt.cancelled')} />;
  return (
    <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
      {status === 'confirmed' ? t('receipt.confirmed') : status}
    </Box>
  );
}
