import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { useFormField } from '../../../components/form/use_form_field.ts';
import { useReason } from '../../../components/form/use_reason.ts';
import { SearchPicker } from '../../../components/SearchPicker.tsx';
import { useToast } from '../../../components/toasts.ts';
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
  const reason = useReason();
  const [added, setAdded] = useState<Agency[]>([]);
  const name = user.fullName ?? '';
  const assigned = (user.agencyIds ?? []).filter((id) => id !== null);
  const state = useCommandForm({
    saved: { agencyIds: assigned },
    send: ({ agencyIds }, { clientKey }) =>
      client.mutate({
        mutation: AssignAgenciesDocument,
        variables: { input: { clientKey, userId: user.id, agencyIds } },
      }),
    onSent() {
      toast({ text: t('saved', { name }) });
      onDone();
    },
  });
  const { value: ids, onChange, problem } = useFormField(state, 'agencyIds');
  const { data } = useQuery(AgencyNamesDocument, { variables: { ids: assigned } });
  const known = [...nodesOf(data?.agencies), ...added];
  const nameOf = (id: string) => known.find((agency) => agency.id === id)?.name ?? id;

  async function load(query: string): Promise<Agency[]> {
    const { data: found } = await client.query({
      query: AgencyToAssignDocument,
      variables: { query },
      fetchPolicy: 'network-only',
    });
    return nodesOf(found?.searchAgencies);
  }

  function add(agency: Agency | null) {
    if (!agency || ids.includes(agency.id)) return;
    setAdded([...added, agency]);
    onChange([...ids, agency.id]);
  }

  return (
    <FormDialog
      of={state}
      title={t('assign.title', { name })}
      verb={t('assign.submit')}
      width="sm"
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
        error={reason(problem)}
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
            onDelete={() => onChange(ids.filter((one) => one !== id))}
            slotProps={{ root: { 'aria-label': t('assign.remove', { name: nameOf(id) }) } }}
          />
        ))}
      </Box>
    </FormDialog>
  );
}
