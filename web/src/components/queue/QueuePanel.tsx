import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';

interface Props {
  /** The number of what waits, which leads to its page. */
  code: string;
  to: string;
  name: string;
  /** Who and since when. */
  note: string;
  children: ReactNode;
  /** What is decided, pinned below what scrolls. */
  foot: ReactNode;
}

/** The row under the cursor in full: what it does, and the buttons that do it. */
export function QueuePanel({ code, to, name, note, children, foot }: Props) {
  const id = useId();
  return (
    <Box component="section" aria-labelledby={id} sx={panelStyle}>
      <Box sx={{ px: 4, pt: 3.5, pb: 3 }}>
        <Link component={RouterLink} to={to} sx={{ fontSize: 13, fontWeight: 600 }}>
          {code}
        </Link>
        <Typography component="h2" id={id} sx={{ fontSize: 16, fontWeight: 650 }}>
          {name}
        </Typography>
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>{note}</Box>
      </Box>
      <Box sx={bodyStyle} tabIndex={0} role="group" aria-labelledby={id}>
        {children}
      </Box>
      <Box sx={footStyle}>{foot}</Box>
    </Box>
  );
}

const panelStyle = {
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  maxHeight: { xs: '85dvh', md: 'calc(100dvh - 148px)' },
  bgcolor: 'background.paper',
  border: { xs: 0, md: '1px solid' },
  borderColor: { md: 'divider' },
  borderRadius: { xs: 0, md: 1 },
};
const bodyStyle = { flex: 1, minHeight: 0, overflowY: 'auto', px: 4, pb: 3 };
const footStyle = { px: 4, py: 3, borderTop: '1px solid', borderColor: 'divider' };
