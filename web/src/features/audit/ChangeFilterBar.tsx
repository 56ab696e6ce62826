import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import trail from '../../../../db/words/trail.json';
import { DateFilter } from '../../components/DateFilter.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { useWord } from '../../lib/words.ts';
import { UserFilter } from './UserFilter.tsx';
import type { ChangeListState } from './use_change_list.ts';

const tables = Object.keys(trail.tables);

/** Which changes are listed: of a table, a person, some days, one row. */
export function ChangeFilterBar({ list }: { list: ChangeListState }) {
  const { t } = useTranslation(['audit', 'common']);
  const { filters, setFilters } = list;
  const tableName = useWord(trail.tables);
  const day = (name: 'from' | 'to') => (
    <DateFilter
      label={t(`filter.${name}`)}
      value={filters[name]}
      onChange={(text) => setFilters({ [name]: text })}
    />
  );
  return (
    <Box
      sx={{
        p: 4,
        display: 'grid',
        gap: 3,
        gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(5, minmax(0, 1fr))' },
      }}
    >
      <TextField
        select
        label={t('filter.table')}
        value={filters.table}
        onChange={(event) => setFilters({ table: event.target.value })}
        slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      >
        <MenuItem value="">{t('filter.all')}</MenuItem>
        {tables.map((table) => (
          <MenuItem key={table} value={table}>
            {tableName(table)}
          </MenuItem>
        ))}
        {filters.table && !tables.includes(filters.table) && (
          <MenuItem value={filters.table}>{filters.table}</MenuItem>
        )}
      </TextField>
      <UserFilter label={t('filter.person')} person={filters} onPick={setFilters} />
      {day('from')}
      {day('to')}
      <Box sx={{ gridColumn: { xs: '1 / -1', md: 'auto' }, '& > *': { width: '100% !important' } }}>
        <SearchBox
          label={t('filter.row')}
          value={filters.row}
          onChange={(row) => setFilters({ row })}
        />
      </Box>
      {list.isFiltered && (
        <Box sx={{ gridColumn: '1 / -1' }}>
          <Button size="small" color="inherit" onClick={list.clear}>
            {t('common:action.clearFilter')}
          </Button>
        </Box>
      )}
    </Box>
  );
}
