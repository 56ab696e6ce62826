import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { BulkBar } from '../../../components/queue/BulkBar.tsx';
import { ReasonForm } from '../../../components/queue/ReasonForm.tsx';
import { useFormat } from '../../../lib/use_format.ts';
import { togetherOf } from './request_checks.ts';
import type { RequestWork } from './use_request_work.ts';

/** Several requests at once: whether they fit together, and what is done with all of them. */
export function RequestBulk({ work }: { work: RequestWork }) {
  const { t } = useTranslation(['requestQueue', 'inventory']);
  const format = useFormat();
  const [open, setOpen] = useState<'confirm' | 'postpone' | null>(null);
  const { chosen, selection } = work.queue;
  const count = chosen.length;
  const { total, short, overLimit, barred } = togetherOf(chosen, work.typedOf);
  const inWay = [
    short > 0 && t('together.short', { count: short }),
    overLimit > 0 && t('together.over', { count: overLimit }),
    barred > 0 && t('together.barred', { count: barred }),
  ].filter((text) => text !== false);
  const close = () => setOpen(null);
  const figure = format.money(total);
  return (
    <BulkBar
      count={count}
      figure={figure}
      verdict={{
        isRight: inWay.length === 0,
        text: inWay.length === 0 ? t('together.fits') : inWay.join(' '),
      }}
      onClear={selection.clear}
    >
      <Button variant="outlined" color="inherit" onClick={() => setOpen('postpone')}>
        {t('inventory:acts.postpone.verb')}
      </Button>
      <Button disabled={inWay.length > 0} onClick={() => setOpen('confirm')} sx={likelyStyle}>
        {t('confirmAll', { count })}
      </Button>
      {open === 'confirm' && (
        <ConfirmDialog
          title={t('confirmAllTitle', { count, total: figure })}
          verb={t('confirmAll', { count })}
          note={t('confirmAllText')}
          isBusy={false}
          onConfirm={() => {
            close();
            void work.decideAll(chosen);
          }}
          onClose={close}
        />
      )}
      {open === 'postpone' && (
        <Dialog open onClose={close} maxWidth="xs" fullWidth aria-labelledby="postpone-all">
          <DialogTitle id="postpone-all">{t('postponeAllTitle', { count })}</DialogTitle>
          <DialogContent sx={{ pb: 4 }}>
            <ReasonForm
              what="request.postpone"
              text={t('inventory:acts.postpone.text')}
              verb={t('inventory:acts.postpone.verb')}
              isBusy={false}
              onSend={(reason) => {
                close();
                void work.decideAll(chosen, reason);
              }}
              onCancel={close}
            />
          </DialogContent>
        </Dialog>
      )}
    </BulkBar>
  );
}

const likelyStyle = { bgcolor: 'tint.primary' };
