import Box from '@mui/material/Box';
import { largerOf, percentOf, wholePercent } from '../lib/dong.ts';

const NEAR = 80n;

/** How much of the limit is used: a bar and its percentage. */
export function DebtOfLimit({ debt, debtLimit }: { debt: string; debtLimit: string }) {
  const used = wholePercent(debt, debtLimit);
  const color = used > 100n ? 'error.main' : used >= NEAR ? 'warning.main' : 'line.field';
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
      <Box
        aria-hidden="true"
        sx={{ flex: 1, height: 6, borderRadius: 1, bgcolor: 'tint.neutral', overflow: 'hidden' }}
      >
        <Box
          sx={{ height: '100%', width: percentOf(debt, largerOf(debtLimit, '1')), bgcolor: color }}
        />
      </Box>
      <Box
        component="span"
        sx={{
          fontSize: 12.5,
          minWidth: 36,
          textAlign: 'right',
          color: used > 100n ? 'error.main' : 'text.secondary',
        }}
      >{`${used}%`}</Box>
    </Box>
  );
}
