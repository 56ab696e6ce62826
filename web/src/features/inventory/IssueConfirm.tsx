import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { isZero } from '../../lib/dong.ts';
import { useFormat } from '../../lib/use_format.ts';
import { sentIndexes, totalOf } from './issue_values.ts';
import type { IssueValues } from './issue_values.ts';
import type { Headroom } from './use_headroom.ts';

interface Props {
  isOpen: boolean;
  isPosting: boolean;
  values: IssueValues;
  isRequest: boolean;
  /** Only when it answers exactly this slip. */
  headroom: Headroom | null;
  onConfirm(): void;
  onClose(): void;
}

/** Posting is final: what will happen, in numbers, and one Enter. */
export function IssueConfirm({ isOpen, isPosting, values, isRequest, headroom, onConfirm, onClose }: Props) {
  const { t } = useTranslation(['inventory', 'common']);
  return (
    <Dialog open={isOpen} onClose={() => { if (!isPosting) onClose(); }} maxWidth="xs" fullWidth aria-labelledby="confirm-title">
      <DialogTitle id="confirm-title">{t(isRequest ? 'request.confirm' : 'confirm.title', { agency: values.agency?.name })}</DialogTitle>
      <DialogContent>{isRequest ? <Wish values={values} /> : <Consequences values={values} headroom={headroom} />}</DialogContent>
      <DialogActions>
        <Button color="inherit" disabled={isPosting} onClick={onClose}>{t('common:action.cancel')}</Button>
        <Button variant="contained" autoFocus disabled={isPosting} onClick={onConfirm}>
          {t(isPosting ? 'confirm.busy' : isRequest ? 'request.submit' : 'confirm.submit')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** A request changes nothing yet. */
function Wish({ values }: { values: IssueValues }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const lines = t('confirm.lines', { count: sentIndexes(values.lines).length });
  return (
    <>
      <Typography sx={{ fontSize: 22, fontWeight: 650, mb: 2 }}>{format.money(totalOf(values.lines))}</Typography>
      <Typography>{t('request.text', { lines })}</Typography>
    </>
  );
}

function Consequences({ values, headroom }: Pick<Props, 'values' | 'headroom'>) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const total = totalOf(values.lines);
  const count = sentIndexes(values.lines).length;
  const isOver = headroom?.shortBy && !isZero(headroom.shortBy);
  return (
    <>
      <Typography sx={{ fontSize: 22, fontWeight: 650, mb: 2 }}>{format.money(total)}</Typography>
      <Typography>
        {t('confirm.stock', { lines: t('confirm.lines', { count }) })}{' '}
        {headroom ? t('confirm.debt', { debt: format.money(headroom.currentDebt), wouldBe: format.money(headroom.wouldBe) })
          : t('confirm.debtUnknown', { amount: format.money(total) })}
      </Typography>
      {isOver && <Typography color="error" sx={{ mt: 2, fontWeight: 600 }}>{t('room.short', { short: format.money(headroom.shortBy) })}</Typography>}
      <Typography variant="body2" color="textSecondary" sx={{ mt: 2 }}>{t('confirm.final')}</Typography>
    </>
  );
}
