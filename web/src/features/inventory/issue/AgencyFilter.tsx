import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { SearchPicker } from '../../../components/SearchPicker.tsx';
import { PickAgenciesDocument, PickAgencyDocument } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import type { PickedAgency } from './issue_values.ts';

interface Props {
  /** "" for all. */
  agencyId: string;
  onPick(agencyId: string): void;
}

/** Narrows papers to those of one agency; the address holds its key. */
export function AgencyFilter({ agencyId, onPick }: Props) {
  const { t } = useTranslation('inventory');
  const client = useApolloClient();
  const { data } = useQuery(PickAgencyDocument, {
    skip: agencyId === '',
    variables: { id: agencyId },
  });
  const picked = data?.agency ?? null;
  async function load(query: string) {
    const { data: found } = await client.query({
      query: PickAgenciesDocument,
      variables: { query },
      fetchPolicy: 'network-only',
    });
    return nodesOf(found?.searchAgencies);
  }
  return (
    <Box sx={{ width: { xs: '100%', md: 240 } }}>
      <SearchPicker<PickedAgency>
        key={picked?.id ?? ''}
        label={t('issue.agency')}
        placeholder={t('form.pickAgency')}
        value={picked}
        load={load}
        idOf={({ id }) => id}
        nameOf={({ code, name }) => `${name} · ${code}`}
        renderOption={({ code, name }) => `${name} · ${code}`}
        onPick={(agency) => onPick(agency?.id ?? '')}
        onEnter={() => undefined}
      />
    </Box>
  );
}
