import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/use_format.ts';
import type { Kind } from './use_import_kinds.ts';

export interface ReadRow {
  row: string;
  cells: Readonly<Record<string, string>>;
}

interface Props {
  /** Heads as the file has them, by place. */
  heads: readonly (string | null)[];
  /** What stands in each place, null for what is left out. */
  columns: readonly (string | null)[];
  choices: Kind['columns'];
  rows: readonly ReadRow[];
  onColumns(columns: readonly (string | null)[]): void;
}

const NONE = '';

/**
 * The file's own columns with what is read in each, and its first rows as they will be stored: the
 * choice is the head, so that nobody reads two lists.
 */
export function ReadingTable({ heads, columns, choices, rows, onColumns }: Props) {
  const { t } = useTranslation('imports');
  const asSeen = useAsSeen(choices);
  const places = heads.map((head, place) => ({ key: String(place), head, place }));
  const choose = (place: number, code: string) =>
    onColumns(
      heads.map((_, at) => {
        if (at === place) return code || null;
        // a column is read in one place
        return columns[at] === code ? null : (columns[at] ?? null);
      }),
    );
  return (
    <Box tabIndex={0} role="region" aria-label={t('reading.table')} sx={{ overflowX: 'auto' }}>
      <Box component="table" sx={table}>
        <thead>
          <tr>
            <th scope="col">{t('row')}</th>
            {places.map(({ key, place, head }) => (
              <th key={key} scope="col">
                <TextField
                  select
                  size="small"
                  label={head ?? t('reading.noHead', { place: place + 1 })}
                  value={columns[place] ?? NONE}
                  onChange={({ target }) => choose(place, target.value)}
                  slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
                  sx={{ minWidth: 130 }}
                >
                  <MenuItem value={NONE}>{t('reading.none')}</MenuItem>
                  {choices.map(({ code, name }) => (
                    <MenuItem key={code} value={code}>
                      {name}
                    </MenuItem>
                  ))}
                </TextField>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, cells }) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {places.map(({ key, place }) => (
                <td key={key}>{asSeen(columns[place] ?? '', cells)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

/** Figures and days as everywhere on the page. */
function useAsSeen(choices: Props['choices']) {
  const format = useFormat();
  const formOf = new Map(choices.map(({ code, form }) => [code, form]));
  return (code: string, cells: ReadRow['cells']): string => {
    const value = cells[code];
    const form = formOf.get(code);
    if (value === undefined || form === undefined) return value ?? '–';
    if (form === 'date') return format.date(value);
    return form === 'text' ? value : format.quantity(value);
  };
}

const table = {
  borderCollapse: 'collapse',
  fontSize: 13,
  '& th, & td': { p: 1.5, textAlign: 'left', whiteSpace: 'nowrap', fontWeight: 400 },
  '& thead th': { verticalAlign: 'bottom' },
  '& tbody tr': { borderTop: '1px solid', borderColor: 'divider' },
  '& tbody th': { color: 'text.secondary' },
};
