import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GoodsFormState } from './use_goods_form.ts';

interface Props {
  state: GoodsFormState;
  title: string;
  verb: string;
  children: ReactNode;
}

/** Posting is final: what will happen, in numbers, and one Enter. Mounted while it asks. */
export function GoodsConfirm({ state, title, verb, children }: Props) {
  const { t } = useTranslation('common');
  return (
    <Dialog open onClose={() => { if (!state.isBusy) state.stopAsking(); }} maxWidth="xs" fullWidth aria-labelledby="goods-confirm-title">
      <DialogTitle id="goods-confirm-title">{title}</DialogTitle>
      <DialogContent>{children}</DialogContent>
      <DialogActions>
        <Button color="inherit" disabled={state.isBusy} onClick={state.stopAsking}>{t('action.cancel')}</Button>
        <Button variant="contained" autoFocus disabled={state.isBusy} onClick={state.confirm}>{state.isBusy ? t('act.busy') : verb}</Button>
      </DialogActions>
    </Dialog>
  );
}
