import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormLine, useReason } from '../../../components/form/FormLine.tsx';
import { useToast } from '../../../components/toasts.ts';
import { missing, useCommand } from '../../../components/form/use_command.ts';
import { useDraft } from '../../../components/use_draft.ts';
import { CreateUserDocument, UpdateUserDocument } from '../../../gql/graphql.ts';
import { CheckList } from './CheckList.tsx';
import type { UserDialogProps } from './user_dialog.ts';

/** A new person with their roles, or the data of one. */
export function UserForm({ user, roles, onReload, onDone, onClose }: UserDialogProps) {
  const { t } = useTranslation(['people', 'form']);
  const client = useApolloClient();
  const toast = useToast();
  const command = useCommand();
  const reason = useReason();
  const { values, set, newerOf } = useDraft({
    fullName: user?.fullName ?? '',
    email: user?.email ?? '',
    phone: user?.phone ?? '',
    locale: user?.locale ?? 'vi',
  });
  const [roleCodes, setRoleCodes] = useState<string[]>([]);
  const name = values.fullName.trim();

  async function send(clientKey: string) {
    const input = {
      clientKey,
      fullName: name,
      phone: values.phone.trim() || null,
      locale: values.locale,
    };
    if (user)
      await client.mutate({
        mutation: UpdateUserDocument,
        variables: { input: { ...input, userId: user.id, version: user.version } },
      });
    else
      await client.mutate({
        mutation: CreateUserDocument,
        variables: { input: { ...input, email: values.email.trim(), roleCodes, agencyIds: [] } },
      });
    toast({ text: t('saved', { name }), ...(user ? {} : { detail: t('noPassword') }) });
    onDone();
  }

  function submit() {
    const empty = missing({ fullName: values.fullName, email: values.email });
    if (empty) command.mark(empty);
    else void command.send(send);
  }

  const change = (field: keyof typeof values) => (text: string) => {
    set(field, text);
    command.unmark(field);
  };
  return (
    <FormDialog
      title={user ? t('edit.title', { name: user.fullName }) : t('add')}
      verb={user ? t('form:save') : t('add')}
      width={user ? 'xs' : 'sm'}
      command={command}
      onReload={onReload}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormLine
        label={t('name')}
        value={values.fullName}
        problem={command.fields['fullName']}
        newer={newerOf('fullName')}
        takesFocus
        longest={200}
        onChange={change('fullName')}
      />
      {!user && (
        <FormLine
          label={t('email')}
          value={values.email}
          problem={command.fields['email']}
          kind="email"
          longest={254}
          onChange={change('email')}
        />
      )}
      <FormLine
        label={t('phone')}
        value={values.phone}
        problem={command.fields['phone']}
        newer={newerOf('phone')}
        isOptional
        longest={30}
        onChange={change('phone')}
      />
      <FormLine
        label={t('language')}
        value={values.locale}
        problem={command.fields['locale']}
        newer={newerOf('locale')}
        onChange={change('locale')}
        choices={[
          { id: 'vi', name: t('languages.vi') },
          { id: 'en', name: t('languages.en') },
        ]}
      />
      {!user && (
        <>
          <CheckList
            label={t('roles')}
            choices={(roles.roles ?? []).map((role) => ({
              id: role.code ?? '',
              name: roles.nameOf(role),
            }))}
            chosen={roleCodes}
            error={reason(command.fields['roleCodes'])}
            onChange={setRoleCodes}
          />
          <Typography variant="body2" color="textSecondary">
            {t('noPassword')}
          </Typography>
        </>
      )}
    </FormDialog>
  );
}
