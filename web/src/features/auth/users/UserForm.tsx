import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormField } from '../../../components/form/FormField.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { useToast } from '../../../components/toasts.ts';
import { CreateUserDocument, UpdateUserDocument } from '../../../gql/graphql.ts';
import { CheckList } from './CheckList.tsx';
import { roleChoices } from './use_roles.ts';
import type { UserDialogProps } from './user_dialog.ts';

/** A new person with their roles, or the data of one. */
export function UserForm({ user, roles, onReload, onDone, onClose }: UserDialogProps) {
  const { t } = useTranslation(['people', 'form']);
  const client = useApolloClient();
  const toast = useToast();
  const state = useCommandForm({
    saved: {
      fullName: user?.fullName ?? '',
      email: user?.email ?? '',
      phone: user?.phone ?? '',
      locale: user?.locale ?? 'vi',
      roleCodes: [] as string[],
    },
    async send({ fullName, email, phone, locale, roleCodes }, { clientKey }) {
      const input = {
        clientKey,
        fullName: fullName.trim(),
        phone: phone.trim() || null,
        locale,
      };
      if (user)
        await client.mutate({
          mutation: UpdateUserDocument,
          variables: { input: { ...input, userId: user.id, version: user.version } },
        });
      else
        await client.mutate({
          mutation: CreateUserDocument,
          variables: { input: { ...input, email: email.trim(), roleCodes, agencyIds: [] } },
        });
    },
    onSent(_, { fullName }) {
      toast({
        text: t('saved', { name: fullName.trim() }),
        ...(user ? {} : { detail: t('noPassword') }),
      });
      onDone();
    },
  });
  return (
    <FormDialog
      of={state}
      title={user ? t('edit.title', { name: user.fullName }) : t('add')}
      verb={user ? t('form:save') : t('add')}
      width={user ? 'xs' : 'sm'}
      onReload={onReload}
      onClose={onClose}
    >
      <FormField of={state} name="fullName" label={t('name')} takesFocus longest={200} />
      {!user && <FormField of={state} name="email" label={t('email')} kind="email" longest={254} />}
      <FormField of={state} name="phone" label={t('phone')} isOptional longest={30} />
      <FormField
        of={state}
        name="locale"
        label={t('language')}
        choices={[
          { id: 'vi', name: t('languages.vi') },
          { id: 'en', name: t('languages.en') },
        ]}
      />
      {!user && (
        <>
          <CheckList of={state} name="roleCodes" label={t('roles')} choices={roleChoices(roles)} />
          <Typography variant="body2" color="textSecondary">
            {t('noPassword')}
          </Typography>
        </>
      )}
    </FormDialog>
  );
}
