import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { QuestionsOf } from '../questions/QuestionsOf.tsx';
import { CloseQuestion } from './CloseQuestion.tsx';
import { CommandRefusal } from './CommandRefusal.tsx';
import { sendOnCtrlEnter } from './form_keys.ts';
import { useCloseGuard } from './use_close_guard.ts';
import type { SentForm } from './use_command_form.ts';

interface Props {
  of: SentForm;
  title: string;
  verb: string;
  isGrave?: boolean;
  width?: 'xs' | 'sm' | 'md';
  /** Asks for what is saved now; what was typed stays. */
  onReload?(): Promise<unknown>;
  onClose(): void;
  children: ReactNode;
}

/** A short form over its page. Mounted while open; Ctrl+Enter sends it from any field. */
export function FormDialog({
  of,
  title,
  verb,
  isGrave = false,
  width = 'xs',
  onReload,
  onClose,
  children,
}: Props) {
  const { t } = useTranslation('common');
  const id = useId();
  const { isBusy } = of;
  const guard = useCloseGuard({ isBusy, hasWork: of.hasWork, onClose });
  return (
    <>
      <Dialog
        open
        onClose={(_, reason) => guard.close(reason)}
        maxWidth={width}
        fullWidth
        aria-labelledby={id}
      >
        <Box component="form" noValidate onKeyDown={sendOnCtrlEnter} onSubmit={of.submit}>
          <DialogTitle id={id}>{title}</DialogTitle>
          <DialogContent>
            <CommandRefusal of={of} {...(onReload ? { onReload } : {})} />
            <Box sx={{ display: 'grid', gap: 4, pt: 2 }}>{children}</Box>
          </DialogContent>
          <DialogActions>
            <Button color="inherit" disabled={isBusy} onClick={() => guard.close()}>
              {t('action.cancel')}
            </Button>
            <Button
              type="submit"
              variant="contained"
              color={isGrave ? 'error' : 'primary'}
              disabled={isBusy}
            >
              {isBusy ? t('act.busy') : verb}
            </Button>
          </DialogActions>
        </Box>
      </Dialog>
      <QuestionsOf of={of} verb={verb} />
      <CloseQuestion guard={guard} />
    </>
  );
}
