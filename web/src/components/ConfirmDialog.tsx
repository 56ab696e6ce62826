import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/use_format.ts';
import { BackDatingNote, daysBack } from './BackDating.tsx';
import { Facts } from './Facts.tsx';
import type { Fact } from './Facts.tsx';
import { ignoreHeldEnter } from './form/form_keys.ts';
import { Kbd } from './Kbd.tsx';

interface Props {
  /** What will be made, with its sum. */
  title: string;
  /** Of whom, in words. */
  lead?: ReactNode;
  /** The document's day, whenever it has one: nobody books into another day without seeing it. */
  day?: { label: string; value: string };
  facts?: readonly Fact[];
  children?: ReactNode;
  /** What can be undone afterwards, and how. */
  note?: string;
  verb: string;
  isBusy: boolean;
  onConfirm(): void;
  onClose(): void;
}

/**
 * Asks before a document is booked: what will happen, in numbers. Enter confirms; the Enter that
 * opened it, still held down, does not. Mount it only while it asks.
 */
export function ConfirmDialog({
  title,
  lead,
  day,
  facts,
  children,
  note,
  verb,
  isBusy,
  onConfirm,
  onClose,
}: Props) {
  const { t } = useTranslation(['form', 'common']);
  const format = useFormat();
  const id = useId();
  const isBack = day !== undefined && daysBack(day.value) > 0;
  const told: readonly Fact[] = [
    ...(day && !isBack ? [[day.label, format.date(day.value)] as const] : []),
    ...(facts ?? []),
  ];
  return (
    <Dialog
      open
      onClose={() => {
        if (!isBusy) onClose();
      }}
      maxWidth="xs"
      fullWidth
      aria-labelledby={id}
      onKeyDownCapture={ignoreHeldEnter}
      slotProps={{ paper: { sx: { maxWidth: 480 } } }}
    >
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        {lead && (
          <Typography color="textSecondary" sx={{ mb: 3 }}>
            {lead}
          </Typography>
        )}
        {isBack && <BackDatingNote day={day.value} />}
        {told.length > 0 && <Facts facts={told} />}
        {children && (
          <Box sx={{ mt: told.length > 0 ? 3 : 0, '&:empty': { display: 'none' } }}>{children}</Box>
        )}
        {note && (
          <Typography variant="body2" color="textSecondary" sx={{ mt: 4 }}>
            {note}
          </Typography>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" variant="outlined" disabled={isBusy} onClick={onClose}>
          {t('confirm.back')}
          <Kbd>Esc</Kbd>
        </Button>
        <Button variant="contained" autoFocus disabled={isBusy} onClick={onConfirm}>
          {isBusy ? t('common:act.busy') : verb}
          {!isBusy && <Kbd>Enter</Kbd>}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
