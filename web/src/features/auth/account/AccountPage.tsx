import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageHead } from '../../../components/PageHead.tsx';
import { paths } from '../../../lib/paths.ts';
import { PasswordPanel } from './PasswordPanel.tsx';
import { SecondFactorPanel } from './SecondFactorPanel.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';

/** What belongs to whoever is signed in: password, second factor, where they are signed in. */
export function AccountPage() {
  const { t } = useTranslation('account');
  return (
    <Box sx={{ maxWidth: 720 }}>
      <PageHead
        title={t('title')}
        actions={
          <Button component={Link} to={paths.refusals} variant="outlined" color="inherit">
            {t('refusals')}
          </Button>
        }
      />
      <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <SecondFactorPanel />
        <PasswordPanel />
        <SessionsPanel />
      </Box>
    </Box>
  );
}
