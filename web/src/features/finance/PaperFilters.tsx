import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DateFilter } from '../../components/DateFilter.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { SearchPicker } from '../../components/SearchPicker.tsx';
import { PayingAgenciesDocument, PayingAgencyDocument } from '../../gql/graphql.ts';
import type { PayingAgencyFragment } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import type { PaperFilters as Filters } from './use_paper_filters.ts';

/** Number, days, agency, and what else a list has. */
export function PaperFilters({
  filters,
  search,
  tools,
  children,
}: {
  filters: Filters;
  search: string;
  /** At the end: columns, rows and views. */
  tools?: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useTranslation(['finance', 'common']);
  const { filter, set } = filters;
  const date = (label: string, name: 'from' | 'to') => (
    <DateFilter
      label={label}
      value={filter[name]}
      onChange={(day) => set({ [name]: day })}
      sx={{ width: { xs: 'calc(50% - 4px)', md: 140 } }}
    />
  );
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, p: 4, alignItems: 'center' }}>
      <SearchBox
        label={search}
        value={filter.search}
        onChange={(typed) => set({ search: typed })}
      />
      <AgencyFilter key={filter.agencyId} filters={filters} />
      {children}
      {date(t('list.from'), 'from')}
      {date(t('list.to'), 'to')}
      {filters.isFiltered && (
        <Button color="inherit" onClick={filters.clear}>
          {t('common:action.clearFilter')}
        </Button>
      )}
      {tools}
    </Box>
  );
}

function AgencyFilter({ filters: { filter, set } }: { filters: Filters }) {
  const { t } = useTranslation('finance');
  const client = useApolloClient();
  const { data } = useQuery(PayingAgencyDocument, {
    skip: filter.agencyId === '',
    variables: { id: filter.agencyId },
  });
  const picked = data?.agency ?? null;
  async function load(query: string) {
    const { data: found } = await client.query({
      query: PayingAgenciesDocument,
      variables: { query },
      fetchPolicy: 'network-only',
    });
    return nodesOf(found?.searchAgencies);
  }
  return (
    <Box sx={{ width: { xs: '100%', md: 220 } }}>
      <SearchPicker<PayingAgencyFragment>
        key={picked?.id ?? ''}
        label={t('agency')}
        placeholder={t('form.pickAgency')}
        value={picked}
        load={load}
        idOf={({ id }) => id}
        nameOf={({ code, name }) => `${name} · ${code}`}
        renderOption={({ code, name }) => `${name} · ${code}`}
        onPick={(agency) => set({ agencyId: agency?.id ?? '' })}
        onEnter={() => undefined}
      />
    </Box>
  );
}
