import SignOutIcon from '@mui/icons-material/LogoutOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Popover from '@mui/material/Popover';
import { useColorScheme } from '@mui/material/styles';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { chooseLanguage } from '../lib/i18n.ts';
import roles from '../../../db/words/roles.json';
import { paths } from '../lib/paths.ts';
import { useSession } from '../lib/session.ts';
import { useWord } from '../lib/words.ts';
import { useFormat } from '../lib/use_format.ts';
import { leave } from './leave.ts';

/** Who is signed in, and how they want to see things. Comes when it is opened. */
export function AccountPopover({ anchor, onClose }: { anchor: HTMLElement; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      slotProps={{
        paper: { role: 'dialog', 'aria-label': t('account.menu'), sx: { width: 280, p: 4 } },
      }}
    >
      <AccountPanel onGo={onClose} />
    </Popover>
  );
}

function AccountPanel({ onGo }: { onGo(): void }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const roleName = useWord(roles);
  const held = Object.keys(roles)
    .filter((role) => user.roles.includes(role))
    .map(roleName);
  return (
    <>
      <Box sx={{ fontWeight: 600 }}>{user.full_name}</Box>
      <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{user.email}</Box>
      <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{held.join(', ')}</Box>
      <Button
        component={RouterLink}
        to={paths.account}
        fullWidth
        color="inherit"
        variant="outlined"
        onClick={onGo}
        sx={{ mt: 3 }}
      >
        {t('account.page')}
      </Button>
      <LanguageChoice />
      <ThemeChoice />
      <Button
        fullWidth
        color="inherit"
        variant="outlined"
        startIcon={<SignOutIcon />}
        onClick={() => void leave()}
        sx={{ mt: 4 }}
      >
        {t('account.signOut')}
      </Button>
    </>
  );
}

function LanguageChoice() {
  const { t } = useTranslation();
  const { user } = useSession();
  const { language } = useFormat();
  return (
    <Choice
      label={t('account.language')}
      value={language}
      onChange={(value) => void chooseLanguage(value, user.id)}
      options={[
        ['vi', 'Tiếng Việt'],
        ['en', 'English'],
      ]}
    />
  );
}

function ThemeChoice() {
  const { t } = useTranslation();
  const { mode = 'system', setMode } = useColorScheme();
  return (
    <Choice<'light' | 'dark' | 'system'>
      label={t('account.theme')}
      value={mode}
      onChange={(next) => setMode(next)}
      options={[
        ['light', t('account.light')],
        ['dark', t('account.dark')],
        ['system', t('account.system')],
      ]}
    />
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  onChange(value: Value): void;
  options: readonly (readonly [Value, ReactNode])[];
}

function Choice<Value extends string>({ label, value, onChange, options }: ChoiceProps<Value>) {
  return (
    <Box sx={{ mt: 4 }}>
      <Box sx={{ fontSize: 12, fontWeight: 600, color: 'text.secondary', mb: 1 }}>{label}</Box>
      <ToggleButtonGroup
        exclusive
        fullWidth
        size="small"
        aria-label={label}
        value={value}
        onChange={(_, next: Value | null) => {
          if (next) onChange(next);
        }}
      >
        {options.map(([key, text]) => (
          <ToggleButton
            key={key}
            value={key}
            sx={{
              textTransform: 'none',
              py: 1,
              minHeight: { xs: 44, md: 32 },
              color: 'text.primary',
            }}
          >
            {text}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </Box>
  );
}
