import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';

interface Props {
  hasWork(): boolean;
  /** Instead of the words about input that is lost, where a draft is kept. */
  title?: string;
  text?: string;
}

/**
 * Asks before a page with unposted work is left; asked again each time, so it looks at the moment
 * of leaving.
 */
export function LeaveGuard({ hasWork, title, text }: Props) {
  const { t } = useTranslation('form');
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && hasWork(),
  );

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (hasWork()) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [hasWork]);

  return (
    <Dialog
      open={blocker.state === 'blocked'}
      onClose={() => blocker.reset?.()}
      maxWidth="xs"
      fullWidth
      aria-labelledby="leave-title"
    >
      <DialogTitle id="leave-title">{title ?? t('leave.title')}</DialogTitle>
      <DialogContent>{text ?? t('leave.text')}</DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={() => blocker.proceed?.()}>
          {t('leave.go')}
        </Button>
        <Button variant="contained" autoFocus onClick={() => blocker.reset?.()}>
          {t('leave.stay')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
