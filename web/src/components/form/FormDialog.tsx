import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from './CommandRefusal.tsx';
import { sendOnCtrlEnter } from './form_keys.ts';
import '../form_texts/index.ts';
import type { CommandState } from './use_command.ts';

interface Props {
  title: string;
  verb: string;
  isGrave?: boolean;
  width?: 'xs' | 'sm' | 'md';
  command: CommandState;
  /** Asks for what is saved now; what was typed stays. */
  onReload?(): Promise<unknown>;
  onSubmit(): void;
  onClose(): void;
  children: ReactNode;
}

/** A short form over its page. Mounted while open; Ctrl+Enter sends it from any field. */
export function FormDialog({
  title,
  verb,
  isGrave = false,
  width = 'xs',
  command,
  onReload,
  onSubmit,
  onClose,
  children,
}: Props) {
  const { t } = useTranslation('common');
  const id = useId();
  const { isBusy } = command;
  return (
    <Dialog
      open
      onClose={() => {
        if (!isBusy) onClose();
      }}
      maxWidth={width}
      fullWidth
      aria-labelledby={id}
    >
      <Box
        component="form"
        noValidate
        onKeyDown={sendOnCtrlEnter}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) onSubmit();
        }}
      >
        <DialogTitle id={id}>{title}</DialogTitle>
        <DialogContent>
          <CommandRefusal command={command} {...(onReload ? { onReload } : {})} />
          <Box sx={{ display: 'grid', gap: 4, pt: 2 }}>{children}</Box>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" disabled={isBusy} onClick={onClose}>
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
  );
}
