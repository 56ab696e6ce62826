import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { useToast } from '../../../components/toasts.ts';
import { renewRecoveryCodes, switchOffSecondFactor } from './account.ts';
import { Enrolment } from './Enrolment.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';

interface Props {
  onDone(): void;
  onClose(): void;
}

/** Until the codes are there it can be left; then only by saying that they are kept. */
export function EnrolmentDialog({ onDone, onClose }: Props) {
  const { t } = useTranslation('account');
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby="enrolment-title">
      <DialogTitle id="enrolment-title">{t('factor.switchOn')}</DialogTitle>
      <DialogContent sx={{ pb: 6 }}>
        <Enrolment onDone={onDone} onCancel={onClose} />
      </DialogContent>
    </Dialog>
  );
}

export function NewCodesDialog({ onDone, onClose }: Props) {
  const { t } = useTranslation('account');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) {
    return (
      <Dialog open maxWidth="sm" fullWidth aria-labelledby="codes-title">
        <DialogTitle id="codes-title">{t('codes.title')}</DialogTitle>
        <DialogContent sx={{ pb: 6 }}>
          <RecoveryCodes codes={codes} onKept={onDone} />
        </DialogContent>
      </Dialog>
    );
  }
  return (
    <ActDialog
      title={t('factor.newCodesTitle')}
      verb={t('factor.newCodes')}
      onChanged={() => undefined}
      onClose={onClose}
      act={async () => setCodes(await renewRecoveryCodes())}
    >
      <Typography>{t('factor.newCodesText')}</Typography>
    </ActDialog>
  );
}

export function SwitchOffDialog({ onDone, onClose }: Props) {
  const { t } = useTranslation('account');
  const toast = useToast();
  async function act() {
    await switchOffSecondFactor();
    toast({ text: t('factor.offDone') });
  }
  return (
    <ActDialog
      title={t('factor.offTitle')}
      verb={t('factor.switchOff')}
      isGrave
      act={act}
      onChanged={onDone}
      onClose={onClose}
    >
      <Typography>{t('factor.offConsequence')}</Typography>
    </ActDialog>
  );
}
