import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DateFilter } from '../../../components/DateFilter.tsx';
import { SearchBox } from '../../../components/SearchBox.tsx';
import { AgencyFilter } from './AgencyFilter.tsx';
import type { IssueListState } from './use_issue_list.ts';

/** A search looks through all slips; the rest narrows the list that is not searched. */
export function IssueFilters({ list, tools }: { list: IssueListState; tools: ReactNode }) {
  const { t } = useTranslation(['inventory', 'common']);
  const { filter } = list;
  const date = (name: 'from' | 'to') => (
    <DateFilter
      label={t(`list.${name}`)}
      value={filter[name]}
      disabled={filter.query !== ''}
      title={filter.query === '' ? '' : t('list.datesOff')}
      onChange={(day) => list.set({ [name]: day })}
      sx={{ width: { xs: 'calc(50% - 4px)', md: 160 } }}
    />
  );
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, p: 4, alignItems: 'center' }}>
      {list.canSearch && (
        <SearchBox
          label={t('list.search')}
          value={filter.query}
          onChange={(query) => list.set({ query })}
        />
      )}
      {list.canSearch && (
        <AgencyFilter
          key={filter.agencyId}
          agencyId={filter.agencyId}
          onPick={(agencyId) => list.set({ agencyId, query: '' })}
        />
      )}
      {date('from')}
      {date('to')}
      {list.isFiltered && (
        <Button color="inherit" onClick={list.clear}>
          {t('common:action.clearFilter')}
        </Button>
      )}
      {tools}
    </Box>
  );
}
