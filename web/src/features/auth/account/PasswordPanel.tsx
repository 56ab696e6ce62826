import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { Panel } from '../../../components/Panel.tsx';
import { useToast } from '../../../components/toasts.ts';
import { useSession } from '../../../lib/session.ts';
import { lengthOf, SHORTEST } from '../password_length.ts';
import { PasswordMeter } from '../PasswordMeter.tsx';
import { changePassword } from './account.ts';
import { PasswordLine } from './PasswordLine.tsx';

/** One's own new password. The other sessions end with the old one. */
export function PasswordPanel() {
  const { t } = useTranslation('account');
  const { user } = useSession();
  const toast = useToast();
  const state = useCommandForm({
    saved: { current: '', new: '' },
    check: (values) => ({
      ...(values.current === '' ? { current: 'required' } : {}),
      ...(values.new === ''
        ? { new: 'required' }
        : lengthOf(values.new) < SHORTEST
          ? { new: 'too_short' }
          : {}),
    }),
    send: (values) => changePassword(values.current, values.new),
    onSent() {
      state.form.reset();
      toast({ text: t('password.done'), detail: t('password.doneDetail') });
    },
  });
  const typed = state.form.watch('new');
  // A wrong field is told under the field; everything else above the form.
  const isOfFields = Object.keys(state.form.formState.errors).length > 0;
  return (
    <Panel title={t('password.title')}>
      <Box
        component="form"
        noValidate
        sx={{ display: 'grid', gap: 4, maxWidth: 400 }}
        onSubmit={state.submit}
      >
        {!isOfFields && <CommandRefusal of={state} />}
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
          of={state}
          name="current"
          label={t('password.current')}
          autoComplete="current-password"
        />
        <Box>
          <PasswordLine
            of={state}
            name="new"
            label={t('password.new')}
            autoComplete="new-password"
          />
          {typed !== '' && (
            <Box sx={{ mt: 2 }}>
              <PasswordMeter password={typed} />
            </Box>
          )}
        </Box>
        <Typography variant="body2" color="textSecondary">
          {t('password.text')}
        </Typography>
        <Box>
          <Button type="submit" variant="outlined" color="inherit" disabled={state.isBusy}>
            {t('password.submit')}
          </Button>
        </Box>
      </Box>
    </Panel>
  );
}
