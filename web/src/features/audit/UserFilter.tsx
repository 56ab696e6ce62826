import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { SearchPicker } from '../../components/SearchPicker.tsx';
import { ChangePeopleDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useSession } from '../../lib/session.ts';

interface Person {
  id: string;
  fullName: string;
  email: string;
}

interface Props {
  label: string;
  person: { userId: string; userName: string };
  onPick(person: { userId: string; userName: string }): void;
}

/** Searching people needs a right of its own; without it a name in the list does. */
export function UserFilter({ label, person: { userId, userName }, onPick }: Props) {
  const { t } = useTranslation('audit');
  const { can } = useSession();
  const client = useApolloClient();
  const chosen = userId ? { id: userId, fullName: userName || userId, email: '' } : null;
  if (!can('user:read')) {
    return (
      <TextField
        label={label}
        value={chosen?.fullName ?? t('filter.all')}
        disabled
        slotProps={{ inputLabel: { shrink: true } }}
      />
    );
  }
  async function load(query: string): Promise<Person[]> {
    const { data } = await client.query({
      query: ChangePeopleDocument,
      variables: { query },
      fetchPolicy: 'network-only',
    });
    return nodesOf(data?.searchUsers).map(({ id, fullName, email }) => ({
      id: id ?? '',
      fullName: fullName ?? '',
      email: email ?? '',
    }));
  }
  return (
    <SearchPicker<Person>
      key={userId}
      label={label}
      placeholder={t('filter.anybody')}
      value={chosen}
      load={load}
      idOf={({ id }) => id}
      nameOf={({ fullName }) => fullName}
      onPick={(person) => onPick({ userId: person?.id ?? '', userName: person?.fullName ?? '' })}
      onEnter={() => undefined}
      renderOption={({ fullName, email }) => (
        <Box sx={{ minWidth: 0 }}>
          <div>{fullName}</div>
          <Box sx={{ fontSize: 12, color: 'text.secondary' }}>{email}</Box>
        </Box>
      )}
    />
  );
}
