import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import Typography from '@mui/material/Typography';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import '../components/form_texts/index.ts';
import { Panel } from '../components/Panel.tsx';
import { Enrolment } from '../features/auth/account/Enrolment.tsx';
import '../features/auth/account/texts/index.ts';
import '../features/auth/texts/index.ts';
import { useSession } from '../lib/session.ts';
import { leave } from './leave.ts';

/** The one page for whoever must have a second factor and has none; over everything else. */
export function SecondFactorGate({ onEntered }: { onEntered(): void }) {
  const { t } = useTranslation(['account', 'common']);
  const { user } = useSession();
  useEffect(() => {
    document.title = t('common:title', { page: t('gate.title') });
  }, [t]);
  return (
    <Dialog
      open
      fullScreen
      aria-labelledby="gate-title"
      slotProps={{ paper: { sx: { bgcolor: 'background.default', borderRadius: 0, border: 0 } } }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 2.5,
          minHeight: 52,
          px: { xs: 4, md: 6 },
          bgcolor: 'background.paper',
          borderBottom: '1px solid',
          borderColor: 'divider',
        }}
      >
        <img src="/icon.svg" alt="" width="26" height="26" />
        <Box sx={{ fontWeight: 650, fontSize: 15, flex: 1 }}>{t('common:app')}</Box>
        <Button color="inherit" onClick={() => void leave()}>
          {t('common:account.signOut')}
        </Button>
      </Box>
      <Box component="main" sx={{ width: '100%', maxWidth: 640, mx: 'auto', p: { xs: 4, md: 6 } }}>
        <Typography component="h1" variant="h1" id="gate-title" sx={{ mb: 1 }}>
          {t('gate.title')}
        </Typography>
        <Typography color="textSecondary" sx={{ mb: 4 }}>
          {t(user.second_factor.is_enrolled ? 'gate.again' : 'gate.text')}
        </Typography>
        {!user.second_factor.is_enrolled && (
          <Panel title={t('factor.title')}>
            <Enrolment onDone={onEntered} />
          </Panel>
        )}
      </Box>
    </Dialog>
  );
}
