import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { PageHead } from '../components/PageHead.tsx';
import { paths } from '../lib/paths.ts';

/** No page has this address. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Box sx={center}>
      <PageHead title={t('problem.notFound')} />
      <Typography color="textSecondary" sx={{ mb: 4 }}>
        {t('problem.notFoundAction')}
      </Typography>
      <Button component={RouterLink} to={paths.overview} variant="outlined" color="inherit">
        {t('problem.goHome')}
      </Button>
    </Box>
  );
}

/** A page broke while it was drawn. */
export function PageError() {
  const { t } = useTranslation();
  return (
    <Box role="alert" sx={center}>
      <Typography component="h1" variant="h1" sx={{ mb: 2 }}>
        {t('problem.page')}
      </Typography>
      <Typography color="textSecondary" sx={{ mb: 4 }}>
        {t('problem.pageAction')}
      </Typography>
      <Button variant="contained" onClick={() => window.location.reload()}>
        {t('action.reload')}
      </Button>
    </Box>
  );
}

const center = { py: 16, px: 4, maxWidth: 480, mx: 'auto' };
