import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchBox } from '../../components/SearchBox.tsx';
import { AgencyChoicesDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import type { AgencyListState } from './use_agency_list.ts';

/** What is searched, and whose agencies: they narrow the list together. */
export function AgencyFilters({ list, tools }: { list: AgencyListState; tools: ReactNode }) {
  const { t } = useTranslation(['agency', 'common']);
  const { data } = useQuery(AgencyChoicesDocument);
  const { filter, set } = list;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, p: 4, alignItems: 'center' }}>
      {list.canSearch && (
        <SearchBox label={t('search')} value={filter.query} onChange={(query) => set({ query })} />
      )}
      <Choice
        label={t('district')}
        value={filter.districtId}
        choices={nodesOf(data?.districts)}
        onChange={(districtId) => set({ districtId })}
      />
      <Choice
        label={t('type')}
        value={filter.typeId}
        choices={nodesOf(data?.agencyTypes)}
        onChange={(typeId) => set({ typeId })}
      />
      {list.isFiltered && (
        <Button color="inherit" onClick={list.clear}>
          {t('common:action.clearFilter')}
        </Button>
      )}
      {tools}
    </Box>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  choices: readonly { id: string; name: string }[];
  onChange(value: string): void;
}

function Choice({ label, value, choices, onChange }: ChoiceProps) {
  const { t } = useTranslation('agency');
  return (
    <TextField
      select
      label={label}
      // until the choices are here, the one in the address is none of them
      value={choices.some(({ id }) => id === value) ? value : ''}
      onChange={(event) => onChange(event.target.value)}
      sx={{ width: { xs: 'calc(50% - 4px)', md: 160 } }}
    >
      <MenuItem value="">{t('all')}</MenuItem>
      {choices.map(({ id, name }) => (
        <MenuItem key={id} value={id}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}
