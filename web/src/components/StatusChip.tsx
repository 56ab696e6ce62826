import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';

const issueColors = {
  requested: 'warning',
  postponed: 'warning',
  rejected: 'error',
  cancelled: 'error',
  withdrawn: null,
  confirmed: null,
  delivered: null,
} as const;

const agencyColors = {
  pending: 'warning',
  blocked: 'error',
  rejected: 'error',
  terminated: 'error',
  active: null,
} as const;

type IssueStatus = keyof typeof issueColors;
type AgencyStatus = keyof typeof agencyColors;

interface Props {
  label: string;
  color: 'warning' | 'error' | null;
}

/** The usual state is plain text; a chip is for exceptions. */
function Status({ label, color }: Props) {
  if (!color)
    return (
      <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
        {label}
      </Box>
    );
  return <Chip size="small" variant="outlined" color={color} label={label} />;
}

export function IssueStatusChip({ status }: { status: string }) {
  const { t } = useTranslation();
  if (!(status in issueColors)) return <Status label={status} color={null} />;
  const known = status as IssueStatus;
  return <Status label={t(`status.issue.${known}`)} color={issueColors[known]} />;
}

export function AgencyStatusChip({ status }: { status: string }) {
  const { t } = useTranslation();
  if (!(status in agencyColors)) return <Status label={status} color={null} />;
  const known = status as AgencyStatus;
  return <Status label={t(`status.agency.${known}`)} color={agencyColors[known]} />;
}
