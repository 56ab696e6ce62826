import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormField } from '../../../components/form/FormField.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { useToast } from '../../../components/toasts.ts';
import {
  DeactivateUserDocument,
  ReactivateUserDocument,
  SetUserRolesDocument,
} from '../../../gql/graphql.ts';
import type { UserRowFragment } from '../../../gql/graphql.ts';
import { useSession } from '../../../lib/session.ts';
import { CheckList } from './CheckList.tsx';
import { roleChoices } from './use_roles.ts';
import type { UserDialogProps } from './user_dialog.ts';
import { UserAgencies } from './UserAgencies.tsx';
import { UserForm } from './UserForm.tsx';
import { UserSecondFactor } from './UserSecondFactor.tsx';

export type UserAct =
  'create' | 'edit' | 'setRoles' | 'assign' | 'resetFactor' | 'deactivate' | 'reactivate';

/** What may be done with an account in its present state. */
export function UserActs({ user, onOpen }: { user: UserRowFragment; onOpen(act: UserAct): void }) {
  const { t } = useTranslation('people');
  const { user: me } = useSession();
  // One's own is switched off on the account page.
  const reset = user.isSecondFactorOn && user.id !== me.id ? ['resetFactor' as const] : [];
  const acts = [
    'edit' as const,
    'setRoles' as const,
    'assign' as const,
    ...reset,
    user.isActive ? ('deactivate' as const) : ('reactivate' as const),
  ];
  return (
    <Box
      sx={{
        display: 'inline-flex',
        flexWrap: 'wrap',
        justifyContent: { xs: 'flex-start', md: 'flex-end' },
        mx: { xs: -2, md: 0 },
      }}
    >
      {acts.map((act) => (
        <Button
          key={act}
          size="small"
          color={act === 'deactivate' ? 'error' : 'inherit'}
          aria-label={`${t(`${act}.verb`)}: ${user.fullName}`}
          sx={{ minWidth: 0, px: 2 }}
          onClick={() => onOpen(act)}
        >
          {t(`${act}.verb`)}
        </Button>
      ))}
    </Box>
  );
}

/** The dialog of one act. */
export function UserDialog({ act, ...props }: UserDialogProps & { act: UserAct }) {
  const { user } = props;
  if (act === 'create' || !user) return <UserForm {...props} />;
  const known = { ...props, user };
  if (act === 'edit') return <UserForm {...props} />;
  if (act === 'setRoles') return <UserRoles {...known} />;
  if (act === 'assign') return <UserAgencies {...known} />;
  if (act === 'resetFactor') return <UserSecondFactor {...known} />;
  return <UserState {...known} isLeaving={act === 'deactivate'} />;
}

type KnownProps = UserDialogProps & { user: UserRowFragment };

function UserRoles({ user, roles, onReload, onDone, onClose }: KnownProps) {
  const { t } = useTranslation('people');
  const client = useApolloClient();
  const toast = useToast();
  const name = user.fullName ?? '';
  const state = useCommandForm({
    saved: { roleCodes: (user.roleCodes ?? []).filter((code) => code !== null) },
    send: ({ roleCodes }, { clientKey }) =>
      client.mutate({
        mutation: SetUserRolesDocument,
        variables: { input: { clientKey, userId: user.id, version: user.version, roleCodes } },
      }),
    onSent() {
      toast({ text: t('saved', { name }) });
      onDone();
    },
  });
  return (
    <FormDialog
      of={state}
      title={t('setRoles.title', { name })}
      verb={t('setRoles.submit')}
      width="sm"
      onReload={onReload}
      onClose={onClose}
    >
      <CheckList of={state} name="roleCodes" label={t('roles')} choices={roleChoices(roles)} />
      <Typography variant="body2" color="textSecondary">
        {t('setRoles.text')}
      </Typography>
    </FormDialog>
  );
}

function UserState({
  user,
  isLeaving,
  onReload,
  onDone,
  onClose,
}: KnownProps & { isLeaving: boolean }) {
  const { t } = useTranslation(['people', 'common']);
  const client = useApolloClient();
  const toast = useToast();
  const act = isLeaving ? 'deactivate' : 'reactivate';
  const name = user.fullName ?? '';
  const state = useCommandForm({
    saved: { reason: '' },
    async send({ reason }, { clientKey }) {
      const input = { clientKey, userId: user.id, version: user.version };
      if (isLeaving)
        await client.mutate({
          mutation: DeactivateUserDocument,
          variables: { input: { ...input, reason: reason.trim() } },
        });
      else await client.mutate({ mutation: ReactivateUserDocument, variables: { input } });
    },
    onSent() {
      toast({ text: t(`${act}.done`, { name }) });
      onDone();
    },
  });
  return (
    <FormDialog
      of={state}
      title={t(`${act}.title`, { name })}
      verb={t(`${act}.verb`)}
      isGrave={isLeaving}
      onReload={onReload}
      onClose={onClose}
    >
      <Typography>
        {isLeaving
          ? t('deactivate.text')
          : t('reactivate.text', { reason: user.inactiveReason ?? '–' })}
      </Typography>
      {isLeaving && (
        <FormField of={state} name="reason" label={t('common:act.reason')} kind="long" takesFocus />
      )}
    </FormDialog>
  );
}
