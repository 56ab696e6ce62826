import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import kinds from '../../../../../db/words/kinds.json';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormField } from '../../../components/form/FormField.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { useWord } from '../../../lib/words.ts';
import { useToast } from '../../../components/toasts.ts';
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

const databaseRoles = Object.keys(kinds.database_role);

/** A role: its names, what its members see, its rights. */
export function RoleForm({ role, permissions, onReload, onDone, onClose }: Props) {
  const { t } = useTranslation(['people', 'form']);
  const client = useApolloClient();
  const toast = useToast();
  const word = useWord(kinds.database_role);
  const state = useCommandForm({
    saved: {
      code: role?.code ?? '',
      nameVi: role?.nameVi ?? '',
      nameEn: role?.nameEn ?? '',
      databaseRole: role?.databaseRole ?? 'sodaily_user',
      scopes: (role?.scopes ?? []).filter((scope) => scope !== null),
    },
    async send({ code, nameVi, nameEn, databaseRole, scopes }, { clientKey }) {
      const input = { clientKey, nameVi: nameVi.trim(), nameEn: nameEn.trim(), scopes };
      if (role)
        await client.mutate({
          mutation: UpdateRoleDocument,
          variables: { input: { ...input, roleId: role.id, version: role.version } },
        });
      else
        await client.mutate({
          mutation: CreateRoleDocument,
          variables: { input: { ...input, code: code.trim(), databaseRole } },
        });
    },
    onSent(_, { nameVi }) {
      toast({ text: t('role.done', { name: nameVi.trim() }) });
      onDone();
    },
  });
  return (
    <FormDialog
      of={state}
      title={role ? t('role.title', { name: role.nameVi }) : t('role.add')}
      verb={role ? t('form:save') : t('role.add')}
      width="sm"
      onReload={onReload}
      onClose={onClose}
    >
      <FormField of={state} name="nameVi" label={t('role.nameVi')} takesFocus longest={100} />
      <FormField of={state} name="nameEn" label={t('role.nameEn')} longest={100} />
      {!role && (
        <>
          <FormField
            of={state}
            name="code"
            label={t('role.code')}
            longest={40}
            hint={t('role.codeHint')}
          />
          <FormField
            of={state}
            name="databaseRole"
            label={t('role.sees')}
            choices={databaseRoles.map((id) => ({ id, name: word(id) }))}
          />
        </>
      )}
      <CheckList
        of={state}
        name="scopes"
        label={t('role.scopes')}
        choices={permissions.map(({ code, name }) => ({ id: code, name }))}
      />
      {role && (
        <Typography variant="body2" color="textSecondary">
          {t('role.now')}
        </Typography>
      )}
    </FormDialog>
  );
}
