import HelpIcon from '@mui/icons-material/KeyboardOutlined';
import MenuIcon from '@mui/icons-material/Menu';
import SearchIcon from '@mui/icons-material/Search';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useTranslation } from 'react-i18next';
import { NotificationBell } from '../features/notification/NotificationBell.tsx';
import { useSession } from '../lib/session.ts';
import { AccountMenu } from './AccountMenu.tsx';

interface Props {
  onMenu(): void;
  onSearch(): void;
  onKeys(): void;
}

export function TopBar({ onMenu, onSearch, onKeys }: Props) {
  const { t } = useTranslation();
  const { demo } = useSession();
  return (
    <Box component="header" className="no-print" sx={barStyle}>
      <IconButton
        aria-label={t('nav.open')}
        onClick={onMenu}
        sx={{ display: { md: 'none' }, ml: -2 }}
      >
        <MenuIcon />
      </IconButton>
      <Button
        color="inherit"
        onClick={onSearch}
        startIcon={<SearchIcon />}
        aria-keyshortcuts="Control+K"
        sx={searchStyle}
      >
        <span>{t('palette.open')}</span>
        <Box
          component="kbd"
          aria-hidden="true"
          sx={{ ml: 'auto', display: { xs: 'none', md: 'inline' }, font: 'inherit', fontSize: 12 }}
        >
          Ctrl K
        </Box>
      </Button>
      <Box sx={{ flex: 1 }} />
      {demo && (
        <Chip
          size="small"
          label={t('account.demo')}
          sx={{ display: { xs: 'none', sm: 'inline-flex' }, mr: 1 }}
        />
      )}
      <Tooltip title={`${t('keys.title')} (?)`}>
        <IconButton
          aria-label={t('keys.title')}
          onClick={onKeys}
          sx={{ display: { xs: 'none', md: 'inline-flex' } }}
        >
          <HelpIcon sx={{ fontSize: 20 }} />
        </IconButton>
      </Tooltip>
      <NotificationBell />
      <AccountMenu />
    </Box>
  );
}

const barStyle = {
  display: 'flex',
  alignItems: 'center',
  gap: 1,
  height: 52,
  px: { xs: 4, md: 6 },
  position: 'sticky',
  top: 0,
  zIndex: 20,
  bgcolor: 'background.paper',
  borderBottom: '1px solid',
  borderColor: 'divider',
};
const searchStyle = {
  justifyContent: 'flex-start',
  color: 'text.secondary',
  fontWeight: 400,
  border: '1px solid',
  borderColor: 'divider',
  width: { xs: 'auto', md: 320 },
  minHeight: { xs: 40, md: 34 },
  px: 2.5,
};
