import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router';
import { issuePath, issueReturnPath, paymentPath } from '../../lib/paths.ts';

interface Props {
  code?: string | null | undefined;
  issueId?: string | null | undefined;
  paymentId?: string | null | undefined;
  issueReturnId?: string | null | undefined;
}

/** The slip behind a row of the ledger. */
export function SlipLink({ code, issueId, paymentId, issueReturnId }: Props) {
  if (!code) return <>–</>;
  const to = issueReturnId
    ? issueReturnPath(issueReturnId)
    : paymentId
      ? paymentPath(paymentId)
      : issueId
        ? issuePath(issueId)
        : null;
  return to ? (
    <Link component={RouterLink} to={to} underline="always" sx={{ whiteSpace: 'nowrap' }}>
      {code}
    </Link>
  ) : (
    <>{code}</>
  );
}
