import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/use_format.ts';
import type { Overdue } from './overdue.ts';

/** Why an agency is blocked, and the documents that block it. */
export function OverdueSlips({
  overdue,
  isBrief = false,
}: {
  overdue: Overdue;
  /** Where the reason is said beside. */ isBrief?: boolean;
}) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  return (
    <Box sx={{ mt: 1 }}>
      {!isBrief && (
        <Typography variant="body2">
          {t(`overdue.${overdue.reason}`, { count: overdue.count, allowed: overdue.allowed })}
        </Typography>
      )}
      <Box component="ul" sx={{ m: 0, mt: 1, pl: 5 }}>
        {overdue.slips.map(({ slip, days, amount }, index) => (
          <li key={slip ?? index}>
            {t(days > 0 ? 'overdue.late' : 'overdue.open', {
              slip: slip ?? t('overdue.unnamed'),
              days,
              amount: format.money(amount),
            })}
          </li>
        ))}
      </Box>
    </Box>
  );
}
