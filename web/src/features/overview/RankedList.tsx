import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Panel } from '../../components/Panel.tsx';

interface Ranked {
  id: string;
  name: string;
  to: string;
  figure: ReactNode;
  below?: ReactNode;
}

/** A few things in order, each with its figure. */
export function RankedList({
  title,
  rows,
  none,
  aside,
}: {
  title: string;
  rows: readonly Ranked[] | null | undefined;
  none: string;
  aside?: ReactNode;
}) {
  if (!rows) return null;
  return (
    <Panel title={title} isFlush aside={aside}>
      {rows.length === 0 && <EmptyState text={none} />}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {rows.map(({ id, name, to, figure, below }) => (
          <Box
            component="li"
            key={id}
            sx={{ px: 4, py: 2, borderTop: '1px solid', borderColor: 'divider' }}
          >
            <Box sx={{ display: 'flex', gap: 2, justifyContent: 'space-between' }}>
              <Link component={RouterLink} to={to} color="textPrimary" sx={{ fontWeight: 500 }}>
                {name}
              </Link>
              <Box sx={{ color: 'text.secondary', fontSize: 13, whiteSpace: 'nowrap' }}>
                {figure}
              </Box>
            </Box>
            {below}
          </Box>
        ))}
      </Box>
    </Panel>
  );
}
