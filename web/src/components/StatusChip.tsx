import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import states from '../../../db/words/states.json';
import { useWord } from '../lib/words.ts';
import type { Words } from '../lib/words.ts';

const colors: Readonly<Record<string, 'warning' | 'error'>> = {
  requested: 'warning',
  postponed: 'warning',
  pending: 'warning',
  rejected: 'error',
  cancelled: 'error',
  blocked: 'error',
  terminated: 'error',
};

interface Props {
  /** Whose states they are, such as those of payments. */
  words: Words;
  status: string;
}

/** A state in words. The usual one is plain text; a chip is for exceptions. */
export function StatusChip({ words, status }: Props) {
  const label = useWord(words)(status);
  const color = colors[status];
  if (!color)
    return (
      <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
        {label}
      </Box>
    );
  return <Chip size="small" variant="outlined" color={color} label={label} />;
}

export const IssueStatusChip = ({ status }: { status: string }) => (
  <StatusChip words={states.issue_status} status={status} />
);

export const AgencyStatusChip = ({ status }: { status: string }) => (
  <StatusChip words={states.agency_status} status={status} />
);
