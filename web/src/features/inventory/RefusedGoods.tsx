import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../lib/problem.ts';
import { useFormat } from '../../lib/use_format.ts';

interface RefusedItem {
  item_id: string;
  item_name: string;
  unit?: string;
  available?: string;
  needed?: string;
  requested?: string;
  first_day?: string | null;
}

/** The items of a refusal, each with what there is and what was needed. */
export function RefusedGoods({ problem }: { problem: Problem }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const { items } = problem.details;
  if (!Array.isArray(items)) return null;
  return (
    <Box component="ul" sx={{ m: 0, mt: 1, pl: 5 }}>
      {(items as RefusedItem[]).map(
        ({ item_id, item_name, unit = '', available, needed, requested, first_day: day }) => {
          const figures = {
            item: item_name,
            unit,
            day: format.date(day),
            available: format.quantity(available),
            needed: format.quantity(needed ?? requested),
          };
          return (
            <li key={item_id}>
              {available === undefined
                ? item_name
                : t(day ? 'refused.onDay' : 'refused.short', figures)}
            </li>
          );
        },
      )}
    </Box>
  );
}
