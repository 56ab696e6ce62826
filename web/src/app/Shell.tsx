import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import Link from '@mui/material/Link';
import LinearProgress from '@mui/material/LinearProgress';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, ScrollRestoration, useNavigation } from 'react-router';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Navigation } from './Navigation.tsx';
import { TopBar } from './TopBar.tsx';
import { useShellKeys } from './use_shell_keys.ts';

// not on the way to the first page, but there before anybody presses a key
const loadPalette = () => import('./Palette.tsx');
const loadKeysHelp = () => import('./keys/KeysHelp.tsx');
const Palette = lazy(async () => ({ default: (await loadPalette()).Palette }));
const KeysHelp = lazy(async () => ({ default: (await loadKeysHelp()).KeysHelp }));
const afterFirstPage = 1000;

/** The frame around every page: navigation, top bar, what works everywhere. */
export function Shell() {
  const { t } = useTranslation();
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [dialog, setDialog] = useState<'palette' | 'keys' | null>(null);
  const { state } = useNavigation();
  useShellKeys(setDialog);
  useEffect(() => {
    const timer = setTimeout(
      () => void Promise.allSettled([loadPalette(), loadKeysHelp()]),
      afterFirstPage,
    );
    return () => clearTimeout(timer);
  }, []);
  const close = () => setDialog(null);
  return (
    <Box sx={{ display: 'flex', minHeight: '100dvh', '@media print': { display: 'block' } }}>
      <Link href="#content" sx={skipStyle}>
        {t('skip')}
      </Link>
      <Box className="no-print" sx={sideStyle}>
        <Navigation />
      </Box>
      <Drawer
        open={isDrawerOpen}
        onClose={() => setDrawerOpen(false)}
        sx={{ display: { md: 'none' } }}
      >
        <Navigation onGo={() => setDrawerOpen(false)} />
      </Drawer>
      <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
        <TopBar
          onMenu={() => setDrawerOpen(true)}
          onSearch={() => setDialog('palette')}
          onKeys={() => setDialog('keys')}
        />
        <ConnectionBanner />
        <Box component="main" id="content" tabIndex={-1} sx={mainStyle}>
          {state === 'loading' && (
            <LinearProgress
              aria-label={t('state.loading')}
              sx={{ position: 'fixed', top: 0, insetInline: 0, height: 2, zIndex: 1300 }}
            />
          )}
          <Outlet />
        </Box>
      </Box>
      <Suspense>
        {dialog === 'palette' && <Palette onClose={close} />}
        {dialog === 'keys' && <KeysHelp onClose={close} />}
      </Suspense>
      <ScrollRestoration />
    </Box>
  );
}

const sideStyle = {
  display: { xs: 'none', md: 'block' },
  flex: 'none',
  position: 'sticky',
  top: 0,
  height: '100dvh',
  overflowY: 'auto',
  bgcolor: 'background.paper',
  borderRight: '1px solid',
  borderColor: 'divider',
};
const mainStyle = {
  '--sticky-top': '52px',
  width: '100%',
  maxWidth: 1440,
  mx: 'auto',
  p: { xs: 4, md: 6 },
  flex: 1,
  '@media print': { p: 0, maxWidth: 'none' },
};
const skipStyle = {
  position: 'fixed',
  top: 8,
  left: 8,
  zIndex: 2000,
  px: 4,
  py: 2,
  borderRadius: 1,
  bgcolor: 'primary.main',
  color: 'primary.contrastText',
  '&:not(:focus)': { transform: 'translateY(-200%)' },
  '@media print': { display: 'none' },
};
