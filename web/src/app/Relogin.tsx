import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SignInForm } from '../features/auth/SignInForm.tsx';
import '../features/auth/texts/index.ts';
import { liveClient } from '../lib/live.ts';
import { signInPath } from '../lib/paths.ts';
import { useSession } from '../lib/session.ts';
import type { SessionAnswer } from '../lib/session.ts';

/** Asks to sign in again over whatever is being typed. Mounted while it asks. */
export function Relogin({ onAnswer }: { onAnswer(isBack: boolean): void }) {
  const { t } = useTranslation('auth');
  const { user } = useSession();
  const [email, setEmail] = useState(user.email);
  // Each of somebody else starts the form anew.
  const [others, setOthers] = useState(0);

  function back(session: SessionAnswer) {
    if (session.user.id !== user.id) {
      // Another person: nothing of this screen may be sent in their name.
      setOthers((earlier) => earlier + 1);
      return;
    }
    liveClient.terminate();
    onAnswer(true);
  }
  const leave = () =>
    window.location.assign(signInPath(`${window.location.pathname}${window.location.search}`));

  return (
    <Dialog open maxWidth="xs" fullWidth aria-labelledby="relogin-title">
      <DialogTitle id="relogin-title">{t('again.title')}</DialogTitle>
      <DialogContent sx={{ pb: 4 }}>
        <Typography color="textSecondary" sx={{ mb: 4 }}>
          {others > 0 ? t('again.other', { email: user.email }) : t('again.text')}
        </Typography>
        <SignInForm key={others} email={email} onEmail={setEmail} onSignedIn={back} />
        <Button color="inherit" onClick={leave} sx={{ mt: 2, width: '100%' }}>
          {t('again.leave')}
        </Button>
      </DialogContent>
    </Dialog>
  );
}
