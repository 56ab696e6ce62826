import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Switch from '@mui/material/Switch';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { useToast } from '../../../components/toasts.ts';
import { SetRoleSecondFactorDocument } from '../../../gql/graphql.ts';
import type { RoleRowFragment } from '../../../gql/graphql.ts';
import { useSession } from '../../../lib/session.ts';
import type { RolesState } from './use_roles.ts';

/** The row of the matrix that says which roles ask for a second factor. */
export function RoleSecondFactorRow({
  state,
  headStyle,
}: {
  state: RolesState;
  headStyle: object;
}) {
  const { t } = useTranslation('people');
  const { can } = useSession();
  const mayWrite = can('user:write');
  const [open, setOpen] = useState<string | null>(null);
  const role = state.roles?.find(({ id }) => id === open);
  // Administrators keep it once it is on, as the server says too.
  const isKept = ({ code, isSecondFactorRequired }: RoleRowFragment) =>
    code === 'admin' && isSecondFactorRequired === true;
  return (
    <TableRow hover>
      <TableCell component="th" scope="row" sx={headStyle}>
        <Box sx={{ pt: 1 }}>{t('roleFactor.name')}</Box>
        <Box sx={{ pb: 1, fontSize: 12, color: 'text.secondary' }}>{t('roleFactor.note')}</Box>
        {role && <RoleSecondFactorDialog role={role} state={state} onClose={() => setOpen(null)} />}
      </TableCell>
      {state.roles?.map((one) => {
        const isOn = one.isSecondFactorRequired === true;
        return (
          <TableCell key={one.id} align="center">
            {mayWrite ? (
              <Switch
                size="small"
                checked={isOn}
                disabled={isKept(one)}
                onChange={() => setOpen(one.id)}
                slotProps={{
                  input: {
                    'aria-label': t('roleFactor.of', { name: state.nameOf(one) }),
                    role: 'switch',
                  },
                }}
              />
            ) : (
              t(isOn ? 'role.has' : 'role.hasNot')
            )}
          </TableCell>
        );
      })}
    </TableRow>
  );
}

function RoleSecondFactorDialog({
  role,
  state: { nameOf, reload },
  onClose,
}: {
  role: RoleRowFragment;
  state: RolesState;
  onClose(): void;
}) {
  const { t } = useTranslation('people');
  const client = useApolloClient();
  const toast = useToast();
  const [isRequired] = useState(role.isSecondFactorRequired !== true);
  const name = nameOf(role);
  const state = useCommandForm({
    saved: {},
    send: (_, { clientKey }) =>
      client.mutate({
        mutation: SetRoleSecondFactorDocument,
        variables: { input: { clientKey, roleId: role.id, version: role.version, isRequired } },
      }),
    onSent() {
      toast({ text: t('role.done', { name }) });
      onClose();
      void reload();
    },
  });
  return (
    <FormDialog
      of={state}
      title={t(isRequired ? 'roleFactor.onTitle' : 'roleFactor.offTitle', { name })}
      verb={t(isRequired ? 'roleFactor.on' : 'roleFactor.off')}
      onReload={reload}
      onClose={onClose}
    >
      <Typography>{t(isRequired ? 'roleFactor.onText' : 'roleFactor.offText')}</Typography>
    </FormDialog>
  );
}
