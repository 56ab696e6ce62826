import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useToast } from '../../../components/toasts.ts';
import { missing, useCommand } from '../../../components/form/use_command.ts';
import { useSession } from '../../../lib/session.ts';
import { lengthOf, SHORTEST } from '../password_length.ts';
import { usePasswordReason } from '../password_reason.ts';
import { PasswordMeter } from '../PasswordMeter.tsx';
import { changePassword } from './account.ts';
import { PasswordLine } from './PasswordLine.tsx';

/** One's own new password. The other sessions end with the old one. */
export function PasswordPanel() {
  const { t } = useTranslation('account');
  const { user } = useSession();
  const toast = useToast();
  const command = useCommand();
  const reason = usePasswordReason();
  const [values, setValues] = useState({ current: '', new: '' });

  async function send() {
    await changePassword(values.current, values.new);
    setValues({ current: '', new: '' });
    toast({ text: t('password.done'), detail: t('password.doneDetail') });
  }
  function submit() {
    const empty = missing(values);
    if (empty) command.mark(empty);
    else if (lengthOf(values.new) < SHORTEST) command.mark({ new: { reason: 'too_short' } });
    else void command.send(send);
  }
  const change = (field: keyof typeof values) => (text: string) => {
    setValues({ ...values, [field]: text });
    command.unmark(field);
  };
  // A wrong field is told under the field; everything else above the form.
  const isOfFields = Object.values(command.fields).some((problem) => problem !== undefined);
  return (
    <Panel title={t('password.title')}>
      <Box
        component="form"
        noValidate
        sx={{ display: 'grid', gap: 4, maxWidth: 400 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (!command.isBusy) submit();
        }}
      >
        {!isOfFields && <CommandRefusal command={command} />}
        {/* Password managers keep the new password under this name. */}
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={user.email}
          readOnly
          hidden
        />
        <PasswordLine
          label={t('password.current')}
          autoComplete="current-password"
          value={values.current}
          problem={reason(command.fields['current']?.reason)}
          onChange={change('current')}
        />
        <Box>
          <PasswordLine
            label={t('password.new')}
            autoComplete="new-password"
            value={values.new}
            problem={reason(command.fields['new']?.reason)}
            onChange={change('new')}
          />
          {values.new !== '' && (
            <Box sx={{ mt: 2 }}>
              <PasswordMeter password={values.new} />
            </Box>
          )}
        </Box>
        <Typography variant="body2" color="textSecondary">
          {t('password.text')}
        </Typography>
        <Box>
          <Button type="submit" variant="outlined" color="inherit" disabled={command.isBusy}>
            {t('password.submit')}
          </Button>
        </Box>
      </Box>
    </Panel>
  );
}
