import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';

/** The server did not say who is signed in. */
export function StartFailed({ onRetry }: { onRetry(): void }) {
  const { t } = useTranslation();
  return (
    <Box
      component="main"
      role="alert"
      sx={{
        minHeight: '100dvh',
        display: 'grid',
        placeContent: 'center',
        justifyItems: 'center',
        gap: 3,
        p: 4,
        textAlign: 'center',
      }}
    >
      <Typography component="h1" variant="h1">
        {t('problem.noConnection')}
      </Typography>
      <Button variant="contained" onClick={onRetry}>
        {t('action.retry')}
      </Button>
    </Box>
  );
}
