import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './data_list.ts';

/** Rows that something is done with together; they stay chosen when the page turns. */
export function useSelection() {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  return {
    keys,
    set: (chosen: readonly string[], isOn: boolean) =>
      setKeys((earlier) => {
        const next = new Set(earlier);
        for (const key of chosen) {
          if (isOn) next.add(key);
          else next.delete(key);
        }
        return next;
      }),
    clear: () => setKeys(new Set()),
  };
}
export type Selection = ReturnType<typeof useSelection>;

/** The first column of a list whose rows can be chosen. */
export function useSelectColumn<Row extends { id: string }>(
  selection: Selection,
  rows: readonly Row[] | undefined,
  nameOf: (row: Row) => string,
): Column<Row> {
  const { t } = useTranslation('export');
  const shown = rows?.map(({ id }) => id) ?? [];
  const chosen = shown.filter((id) => selection.keys.has(id));
  return {
    key: 'selection',
    width: 48,
    head: (
      <Checkbox
        size="small"
        sx={boxStyle}
        checked={shown.length > 0 && chosen.length === shown.length}
        indeterminate={chosen.length > 0 && chosen.length < shown.length}
        onChange={(_, isOn) => selection.set(shown, isOn)}
        slotProps={{ input: { 'aria-label': t('selection.all') } }}
      />
    ),
    cell: (row) => (
      <Checkbox
        size="small"
        sx={boxStyle}
        checked={selection.keys.has(row.id)}
        onChange={(_, isOn) => selection.set([row.id], isOn)}
        slotProps={{ input: { 'aria-label': t('selection.row', { name: nameOf(row) }) } }}
      />
    ),
  };
}

const boxStyle = { p: 1, m: '-6px' };

/** How many are chosen, and what can be done with them; nothing while none is. */
export function SelectionBar({
  selection,
  children,
}: {
  selection: Selection;
  children: ReactNode;
}) {
  const { t } = useTranslation('export');
  const count = selection.keys.size;
  if (count === 0) return null;
  return (
    <Box role="status" className="no-print" sx={barStyle}>
      <Box sx={{ fontWeight: 600 }}>{t('selection.chosen', { count })}</Box>
      {children}
      <Button color="inherit" onClick={selection.clear}>
        {t('selection.clear')}
      </Button>
    </Box>
  );
}

const barStyle = {
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 3,
  px: 4,
  py: 1.5,
  minHeight: 48,
  borderTop: '1px solid',
  borderColor: 'divider',
  bgcolor: 'action.hover',
};
