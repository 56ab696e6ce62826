import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { CodeForm } from '../features/auth/CodeForm.tsx';
import { PasswordForm } from '../features/auth/PasswordForm.tsx';
import '../features/auth/texts/index.ts';
import { postJson } from '../lib/http.ts';
import { sessionFetch } from '../lib/session_fetch.ts';
import type { ProofMethod } from '../lib/session_fetch.ts';

interface Props {
  method: ProofMethod;
  onAnswer(isGiven: boolean): void;
}

/**
 * Asks for a code or the password once more, as a sensitive command wants a fresh proof. Mounted
 * while it asks.
 */
export function StepUp({ method, onAnswer }: Props) {
  const { t } = useTranslation('auth');
  async function prove(proof: { code: string } | { password: string }) {
    await postJson<void>('/auth/step-up', proof, sessionFetch);
    onAnswer(true);
  }
  const cancel = () => onAnswer(false);
  return (
    <Dialog open onClose={cancel} maxWidth="xs" fullWidth aria-labelledby="proof-title">
      <DialogTitle id="proof-title">{t('proof.title')}</DialogTitle>
      <DialogContent sx={{ pb: 4 }}>
        <Typography color="textSecondary" sx={{ mb: 4 }}>
          {t('proof.text')}
        </Typography>
        {method === 'totp' ? (
          <CodeForm hasRecovery onBack={cancel} onCode={(code) => prove({ code })} />
        ) : (
          <PasswordForm onBack={cancel} onPassword={(password) => prove({ password })} />
        )}
      </DialogContent>
    </Dialog>
  );
}
