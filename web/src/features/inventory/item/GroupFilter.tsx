import { useQuery } from '@apollo/client/react';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { ItemGroupsDocument } from '../../../gql/graphql.ts';

interface Props {
  /** Empty: of every group. */
  value: string;
  onChange(group: string): void;
}

const ALL = '';

/** Items of one group only; nothing where items have none. */
export function GroupFilter({ value, onChange }: Props) {
  const { t } = useTranslation('inventory');
  const { data } = useQuery(ItemGroupsDocument);
  const groups = (data?.itemGroups?.nodes ?? []).flatMap((group) => group ?? []);
  if (groups.length === 0 && value === ALL) return null;
  const choices = groups.includes(value) || value === ALL ? groups : [...groups, value];
  return (
    <TextField
      select
      size="small"
      label={t('item.group')}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      sx={{ minWidth: 180 }}
    >
      <MenuItem value={ALL}>{t('item.everyGroup')}</MenuItem>
      {choices.map((group) => (
        <MenuItem key={group} value={group}>
          {group}
        </MenuItem>
      ))}
    </TextField>
  );
}
