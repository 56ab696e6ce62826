import Box from '@mui/material/Box';
import { percentOf } from '../lib/dong.ts';

interface Props {
  debt: string;
  debtLimit: string;
  /** Debt after the slip being typed, as the server answered. */
  wouldBe?: string;
  isOver?: boolean;
}

/**
 * Debt (grey) and what a slip adds (blue, red when over) of the debt limit. A text always stands
 * beside.
 */
export function CreditBar({ debt, debtLimit, wouldBe = debt, isOver = false }: Props) {
  // An overdrawn bar is scaled to what the debt would be; the debt limit then is a mark on it.
  const whole = isOver ? wouldBe : debtLimit;
  return (
    <Box
      aria-hidden="true"
      sx={{
        position: 'relative',
        height: 8,
        borderRadius: 1,
        overflow: 'hidden',
        bgcolor: 'tint.neutral',
      }}
    >
      <Box
        sx={{
          position: 'absolute',
          inset: 0,
          width: percentOf(wouldBe, whole),
          bgcolor: isOver ? 'error.main' : 'primary.main',
          transition: 'width 160ms',
        }}
      />
      <Box
        sx={{
          position: 'absolute',
          inset: 0,
          width: percentOf(debt, whole),
          bgcolor: 'line.field',
          transition: 'width 160ms',
        }}
      />
      {isOver && (
        <Box
          sx={{
            position: 'absolute',
            insetBlock: 0,
            left: percentOf(debtLimit, whole),
            width: 2,
            ml: '-1px',
            bgcolor: 'text.primary',
          }}
        />
      )}
    </Box>
  );
}
