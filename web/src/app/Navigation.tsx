import Box from '@mui/material/Box';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { paths } from '../lib/paths.ts';
import { usePageGroups } from './pages.tsx';

// not on the way to the first page: it asks how much waits once the page is there
const QueueCount = lazy(async () => ({
  default: (await import('./queue/QueueCount.tsx')).QueueCount,
}));

/** The list of pages: beside the content, or in a drawer on a phone. */
export function Navigation({ onGo }: { onGo?(): void }) {
  const { t } = useTranslation();
  const groups = usePageGroups();
  return (
    <Box component="nav" aria-label={t('nav.label')} sx={{ px: 2, pb: 4, width: 224 }}>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 2.5,
          height: 52,
          px: 2,
          fontWeight: 650,
          fontSize: 15,
        }}
      >
        <img src="/icon.svg" alt="" width="26" height="26" />
        {t('app')}
      </Box>
      {groups.map(({ group, pages }, index) => (
        <Box key={pages[0]?.key} sx={{ mt: index === 0 ? 1 : 3 }}>
          {group && (
            <Box sx={{ px: 2, pb: 1, fontSize: 12, fontWeight: 500, color: 'text.secondary' }}>
              {t(`nav.${group}`)}
            </Box>
          )}
          <List disablePadding>
            {pages.map(({ key, to, Icon }) => (
              <ListItem key={key} disablePadding>
                <ListItemButton
                  component={NavLink}
                  to={to}
                  end={to === paths.overview}
                  onClick={onGo}
                  sx={linkStyle}
                >
                  <Icon sx={{ fontSize: 19 }} />
                  {t(`nav.${key}`)}
                  {key === 'queue' && (
                    <Suspense>
                      <QueueCount />
                    </Suspense>
                  )}
                </ListItemButton>
              </ListItem>
            ))}
          </List>
        </Box>
      ))}
    </Box>
  );
}

const linkStyle = {
  gap: 2.5,
  px: 2,
  minHeight: { xs: 44, md: 34 },
  py: 0,
  color: 'text.secondary',
  fontWeight: 500,
  mb: '2px',
  '&.active': { bgcolor: 'action.selected', color: 'primary.main', fontWeight: 600 },
};
