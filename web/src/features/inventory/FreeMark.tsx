import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';

/** On a line of a document: these goods were given free. */
export function FreeMark() {
  const { t } = useTranslation('inventory');
  return (
    <Box
      component="span"
      sx={{
        ml: 1,
        px: 1,
        border: '1px solid',
        borderColor: 'divider',
        borderRadius: 1,
        fontSize: 12.5,
        whiteSpace: 'nowrap',
      }}
    >
      {t('free.mark')}
    </Box>
  );
}
