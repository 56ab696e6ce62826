import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormLine } from '../../../components/form/FormLine.tsx';
import { useToast } from '../../../components/toasts.ts';
import { missing, useCommand } from '../../../components/form/use_command.ts';
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
  const command = useCommand();
  const [reason, setReason] = useState('');
  const name = user.fullName ?? '';
  async function send(clientKey: string) {
    await client.mutate({
      mutation: ResetSecondFactorDocument,
      variables: {
        input: { clientKey, userId: user.id, version: user.version, reason: reason.trim() },
      },
    });
    toast({ text: t('resetFactor.done', { name }) });
    onDone();
  }
  function submit() {
    const empty = missing({ reason });
    if (empty) command.mark(empty);
    else void command.send(send);
  }
  return (
    <FormDialog
      title={t('resetFactor.title', { name })}
      verb={t('resetFactor.submit')}
      isGrave
      command={command}
      onReload={onReload}
      onSubmit={submit}
      onClose={onClose}
    >
      <Typography>{t('resetFactor.check')}</Typography>
      <Typography>
        {t(user.isSecondFactorRequired ? 'resetFactor.textRequired' : 'resetFactor.text')}
      </Typography>
      <FormLine
        label={t('common:act.reason')}
        value={reason}
        problem={command.fields['reason']}
        kind="long"
        takesFocus
        onChange={(text) => {
          setReason(text);
          command.unmark('reason');
        }}
      />
    </FormDialog>
  );
}
