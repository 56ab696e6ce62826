import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { useReason } from '../../../components/form/FormLine.tsx';
import { SearchPicker } from '../../../components/SearchPicker.tsx';
import { useToast } from '../../../components/toasts.ts';
import { useCommand } from '../../../components/form/use_command.ts';
import {
  AgencyNamesDocument,
  AgencyToAssignDocument,
  AssignAgenciesDocument,
} from '../../../gql/graphql.ts';
import type { UserRowFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import type { UserDialogProps } from './user_dialog.ts';

interface Agency {
  id: string;
  code: string;
  name: string;
}

/** The agencies a person works with, or is. */
export function UserAgencies({
  user,
  onDone,
  onClose,
}: UserDialogProps & { user: UserRowFragment }) {
  const { t } = useTranslation('people');
  const client = useApolloClient();
  const toast = useToast();
  const command = useCommand();
  const reason = useReason();
  const [ids, setIds] = useState(() => (user.agencyIds ?? []).filter((id) => id !== null));
  const [added, setAdded] = useState<Agency[]>([]);
  const { data } = useQuery(AgencyNamesDocument, {
    variables: { ids: (user.agencyIds ?? []).filter((id) => id !== null) },
  });
  const known = [...nodesOf(data?.agencies), ...added];
  const nameOf = (id: string) => known.find((agency) => agency.id === id)?.name ?? id;
  const name = user.fullName ?? '';

  async function load(query: string): Promise<Agency[]> {
    const { data: found } = await client.query({
      query: AgencyToAssignDocument,
      variables: { query },
      fetchPolicy: 'network-only',
    });
    return nodesOf(found?.searchAgencies);
  }

  async function send(clientKey: string) {
    await client.mutate({
      mutation: AssignAgenciesDocument,
      variables: { input: { clientKey, userId: user.id, agencyIds: ids } },
    });
    toast({ text: t('saved', { name }) });
    onDone();
  }

  function add(agency: Agency | null) {
    if (!agency || ids.includes(agency.id)) return;
    setAdded([...added, agency]);
    setIds([...ids, agency.id]);
  }

  const problem = reason(command.fields['agencyIds']);
  return (
    <FormDialog
      title={t('assign.title', { name })}
      verb={t('assign.submit')}
      width="sm"
      command={command}
      onSubmit={() => void command.send(send)}
      onClose={onClose}
    >
      <SearchPicker<Agency>
        key={ids.length}
        label={t('assign.pick')}
        value={null}
        load={load}
        idOf={({ id }) => id}
        nameOf={(agency) => agency.name}
        isDisabled={({ id }) => ids.includes(id)}
        error={problem}
        onPick={add}
        onEnter={() => undefined}
        renderOption={(agency) => `${agency.code} · ${agency.name}`}
      />
      {ids.length === 0 && <Typography color="textSecondary">{t('assign.none')}</Typography>}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        {ids.map((id) => (
          <Chip
            key={id}
            label={nameOf(id)}
            variant="outlined"
            sx={{ height: { xs: 44, md: 28 } }}
            onDelete={() => setIds(ids.filter((one) => one !== id))}
            slotProps={{ root: { 'aria-label': t('assign.remove', { name: nameOf(id) }) } }}
          />
        ))}
      </Box>
    </FormDialog>
  );
}
