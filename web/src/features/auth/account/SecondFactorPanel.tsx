import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel.tsx';
import { useReloadSession, useSession } from '../../../lib/session.ts';
import { EnrolmentDialog, NewCodesDialog, SwitchOffDialog } from './SecondFactorDialogs.tsx';

const FEW = 3;

/** Whether a second factor is on, and what can be done about it. */
export function SecondFactorPanel() {
  const { t } = useTranslation('account');
  const {
    user: { second_factor: factor },
  } = useSession();
  const reload = useReloadSession();
  const [open, setOpen] = useState<'enrol' | 'codes' | 'off' | null>(null);
  const { is_enrolled: isOn, is_required: isRequired, recovery_codes_left: left } = factor;
  const close = () => setOpen(null);
  // What failed to load is only how the panel looks: the change itself is made.
  const done = () => {
    close();
    void reload().catch(() => undefined);
  };
  return (
    <Panel
      title={t('factor.title')}
      aside={
        <Box
          component="span"
          sx={{ fontWeight: 600, color: isOn ? 'success.main' : 'text.secondary' }}
        >
          {t(isOn ? 'factor.on' : 'factor.off')}
        </Box>
      }
    >
      <Typography color="textSecondary">{t(isOn ? 'factor.onText' : 'factor.offText')}</Typography>
      {isOn && (
        <Typography sx={{ mt: 2, color: left <= FEW ? 'warning.main' : 'text.primary' }}>
          {t('factor.codesLeft', { count: left })}
          {left <= FEW && ` ${t('factor.codesFew')}`}
        </Typography>
      )}
      {isOn && isRequired && (
        <Typography color="textSecondary" sx={{ mt: 2 }}>
          {t('factor.required')}
        </Typography>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mt: 4 }}>
        {!isOn && (
          <Button variant="contained" onClick={() => setOpen('enrol')}>
            {t('factor.switchOn')}
          </Button>
        )}
        {isOn && (
          <Button variant="outlined" color="inherit" onClick={() => setOpen('codes')}>
            {t('factor.newCodes')}
          </Button>
        )}
        {isOn && !isRequired && (
          <Button color="error" onClick={() => setOpen('off')}>
            {t('factor.switchOff')}
          </Button>
        )}
      </Box>
      {open === 'enrol' && <EnrolmentDialog onDone={done} onClose={close} />}
      {open === 'codes' && <NewCodesDialog onDone={done} onClose={close} />}
      {open === 'off' && <SwitchOffDialog onDone={done} onClose={close} />}
    </Panel>
  );
}
