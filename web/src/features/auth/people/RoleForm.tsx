import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormLine, useReason } from '../../../components/form/FormLine.tsx';
import { useToast } from '../../../components/toasts.ts';
import { missing, useCommand } from '../../../components/form/use_command.ts';
import { useDraft } from '../../../components/use_draft.ts';
import { CreateRoleDocument, UpdateRoleDocument } from '../../../gql/graphql.ts';
import type { RoleRowFragment } from '../../../gql/graphql.ts';
import { CheckList } from './CheckList.tsx';

interface Props {
  /** Null for a new one. */
  role: RoleRowFragment | null;
  permissions: readonly { code: string; name: string }[];
  onReload(): Promise<unknown>;
  onDone(): void;
  onClose(): void;
}

const databaseRoles = [
  'sodaily_user',
  'sodaily_staff',
  'sodaily_warehouse',
  'sodaily_auditor',
] as const;

/** A role: its names, what its members see, its rights. */
export function RoleForm({ role, permissions, onReload, onDone, onClose }: Props) {
  const { t } = useTranslation(['people', 'form']);
  const client = useApolloClient();
  const toast = useToast();
  const command = useCommand();
  const reason = useReason();
  const { values, set, newerOf } = useDraft({
    code: role?.code ?? '',
    nameVi: role?.nameVi ?? '',
    nameEn: role?.nameEn ?? '',
    databaseRole: role?.databaseRole ?? 'sodaily_user',
  });
  const [scopes, setScopes] = useState(() =>
    (role?.scopes ?? []).filter((scope) => scope !== null),
  );

  async function send(clientKey: string) {
    const input = { clientKey, nameVi: values.nameVi.trim(), nameEn: values.nameEn.trim(), scopes };
    if (role)
      await client.mutate({
        mutation: UpdateRoleDocument,
        variables: { input: { ...input, roleId: role.id, version: role.version } },
      });
    else
      await client.mutate({
        mutation: CreateRoleDocument,
        variables: {
          input: { ...input, code: values.code.trim(), databaseRole: values.databaseRole },
        },
      });
    toast({ text: t('role.done', { name: input.nameVi }) });
    onDone();
  }

  function submit() {
    const empty = missing(values);
    if (empty) command.mark(empty);
    else void command.send(send);
  }

  const change = (field: keyof typeof values) => (text: string) => {
    set(field, text);
    command.unmark(field);
  };
  return (
    <FormDialog
      title={role ? t('role.title', { name: role.nameVi }) : t('role.add')}
      verb={role ? t('form:save') : t('role.add')}
      width="sm"
      command={command}
      onReload={onReload}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormLine
        label={t('role.nameVi')}
        value={values.nameVi}
        problem={command.fields['nameVi']}
        newer={newerOf('nameVi')}
        takesFocus
        longest={100}
        onChange={change('nameVi')}
      />
      <FormLine
        label={t('role.nameEn')}
        value={values.nameEn}
        problem={command.fields['nameEn']}
        newer={newerOf('nameEn')}
        longest={100}
        onChange={change('nameEn')}
      />
      {!role && (
        <>
          <FormLine
            label={t('role.code')}
            value={values.code}
            problem={command.fields['code']}
            longest={40}
            hint={t('role.codeHint')}
            onChange={change('code')}
          />
          <FormLine
            label={t('role.sees')}
            value={values.databaseRole}
            problem={command.fields['databaseRole']}
            onChange={change('databaseRole')}
            choices={databaseRoles.map((id) => ({ id, name: t(`role.databaseRoles.${id}`) }))}
          />
        </>
      )}
      <CheckList
        label={t('role.scopes')}
        choices={permissions.map(({ code, name }) => ({ id: code, name }))}
        chosen={scopes}
        error={reason(command.fields['scopes'])}
        onChange={(chosen) => {
          setScopes(chosen);
          command.unmark('scopes');
        }}
      />
      {role && (
        <Typography variant="body2" color="textSecondary">
          {t('role.now')}
        </Typography>
      )}
    </FormDialog>
  );
}
