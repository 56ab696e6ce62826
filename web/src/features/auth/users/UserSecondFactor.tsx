import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormField } from '../../../components/form/FormField.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { useToast } from '../../../components/toasts.ts';
import { ResetSecondFactorDocument } from '../../../gql/graphql.ts';
import type { UserRowFragment } from '../../../gql/graphql.ts';
import type { UserDialogProps } from './user_dialog.ts';

/** Somebody lost their phone: their second factor is taken off by somebody else, with a reason. */
export function UserSecondFactor({
  user,
  onReload,
  onDone,
  onClose,
}: UserDialogProps & { user: UserRowFragment }) {
  const { t } = useTranslation(['people', 'common']);
  const client = useApolloClient();
  const toast = useToast();
  const name = user.fullName ?? '';
  const state = useCommandForm({
    saved: { reason: '' },
    send: ({ reason }, { clientKey }) =>
      client.mutate({
        mutation: ResetSecondFactorDocument,
        variables: {
          input: { clientKey, userId: user.id, version: user.version, reason: reason.trim() },
        },
      }),
    onSent() {
      toast({ text: t('resetFactor.done', { name }) });
      onDone();
    },
  });
  return (
    <FormDialog
      of={state}
      title={t('resetFactor.title', { name })}
      verb={t('resetFactor.submit')}
      isGrave
      onReload={onReload}
      onClose={onClose}
    >
      <Typography>{t('resetFactor.check')}</Typography>
      <Typography>
        {t(user.isSecondFactorRequired ? 'resetFactor.textRequired' : 'resetFactor.text')}
      </Typography>
      <FormField of={state} name="reason" label={t('common:act.reason')} kind="long" takesFocus />
    </FormDialog>
  );
}
