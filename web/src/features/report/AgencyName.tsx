import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router';
import type { ReportAgencyFragment } from '../../gql/graphql.ts';
import { statementPath } from '../../lib/paths.ts';

/** An agency in a report leads to what is behind its figures. */
export function AgencyName({ agency }: { agency: ReportAgencyFragment | null | undefined }) {
  if (!agency) return <>–</>;
  return (
    <>
      <Link component={RouterLink} to={statementPath(agency.id)} sx={{ fontWeight: 600 }}>
        {agency.name}
      </Link>{' '}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {agency.code}
      </Box>
    </>
  );
}
