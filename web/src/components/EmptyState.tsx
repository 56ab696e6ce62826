import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

/** Nothing to show: why, and one thing to do. */
export function EmptyState({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <Box sx={{ py: 10, px: 4, textAlign: 'center' }}>
      <Typography color="textSecondary" sx={{ mb: action ? 3 : 0 }}>
        {text}
      </Typography>
      {action}
    </Box>
  );
}
