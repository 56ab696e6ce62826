import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { DateFilter } from '../../components/DateFilter.tsx';
import { refusalCodes } from '../../lib/catalogue.ts';
import { UserFilter } from './UserFilter.tsx';
import type { RefusalListState } from './use_refusal_list.ts';

/** Which refusals are listed: of a code, a person, some days. */
export function RefusalFilterBar({ list }: { list: RefusalListState }) {
  const { t } = useTranslation(['audit', 'common']);
  const { filters, setFilters } = list;
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
        gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(4, minmax(0, 1fr))' },
      }}
    >
      <TextField
        select
        label={t('refusals.code')}
        value={filters.code}
        onChange={(event) => setFilters({ code: event.target.value })}
        slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      >
        <MenuItem value="">{t('filter.all')}</MenuItem>
        {refusalCodes.map((code) => (
          <MenuItem key={code} value={code}>
            {code}
          </MenuItem>
        ))}
        {filters.code && !refusalCodes.includes(filters.code) && (
          <MenuItem value={filters.code}>{filters.code}</MenuItem>
        )}
      </TextField>
      {list.seesAll && (
        <UserFilter label={t('refusals.who')} person={filters} onPick={setFilters} />
      )}
      {day('from')}
      {day('to')}
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
