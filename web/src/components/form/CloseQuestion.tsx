import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CloseGuard } from './use_close_guard.ts';

/** Asks before a dialog is closed with something typed in it. Stands beside the dialog. */
export function CloseQuestion({ guard }: { guard: CloseGuard }) {
  const { t } = useTranslation('form');
  const id = useId();
  if (!guard.isAsking) return null;
  return (
    <Dialog open onClose={guard.stay} maxWidth="xs" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t('drop.title')}</DialogTitle>
      <DialogContent>{t('drop.text')}</DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={guard.drop}>
          {t('drop.verb')}
        </Button>
        <Button variant="contained" autoFocus onClick={guard.stay}>
          {t('drop.stay')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
