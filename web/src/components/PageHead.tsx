import ChevronIcon from '@mui/icons-material/ChevronLeft';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';

interface Props {
  title: string;
  /** The list this page belongs to. */
  parent?: { label: string; to: string };
  mark?: ReactNode;
  actions?: ReactNode;
  /** False when a field takes the focus itself. */
  takesFocus?: boolean;
}

/** Title of a page: the only h1; it takes the focus when a page opens, and names the window. */
export function PageHead({ title, parent, mark, actions, takesFocus = true }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t('title', { page: title });
  }, [t, title]);
  useEffect(() => {
    if (takesFocus) heading.current?.focus({ preventScroll: true });
  }, [takesFocus]);

  return (
    <Box className="page-head" sx={{ mb: 4 }}>
      {parent && (
        <Link
          component={RouterLink}
          to={parent.to}
          variant="body2"
          color="textSecondary"
          className="no-print"
          sx={{ display: 'inline-flex', alignItems: 'center', ml: '-5px', mb: 1, minHeight: 24 }}
        >
          <ChevronIcon sx={{ fontSize: 18 }} />
          {parent.label}
        </Link>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', minHeight: 36 }}>
        <Typography component="h1" variant="h1" ref={heading} tabIndex={-1}>
          {title}
        </Typography>
        {mark}
        <Box className="no-print" sx={actionsStyle}>
          {actions}
        </Box>
      </Box>
    </Box>
  );
}

/** On a phone the actions share the row below the title. */
const actionsStyle = {
  ml: 'auto',
  display: 'flex',
  flexWrap: 'wrap',
  gap: 2,
  width: { xs: '100%', md: 'auto' },
  '& > *': { flex: { xs: '1 1 auto', md: 'none' } },
  '&:empty': { display: 'none' },
};
