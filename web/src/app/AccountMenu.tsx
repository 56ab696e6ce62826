import Avatar from '@mui/material/Avatar';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../lib/session.ts';

const loadPopover = () => import('./AccountPopover.tsx');
const AccountPopover = lazy(async () => ({ default: (await loadPopover()).AccountPopover }));

/** "Nguyễn Văn Lộc" → "NL". */
function initialsOf(name: string) {
  const words = name.trim().split(/\s+/);
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase();
}

export function AccountMenu() {
  const { t } = useTranslation();
  const { user } = useSession();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Tooltip title={t('account.menu')}>
        <IconButton
          aria-label={`${initialsOf(user.full_name)}, ${t('account.menu')}: ${user.full_name}`}
          aria-haspopup="dialog"
          aria-expanded={anchor !== null}
          onPointerEnter={() => void loadPopover()}
          onClick={(event) => setAnchor(event.currentTarget)}
          sx={{ mr: -2 }}
        >
          <Avatar
            sx={{
              width: 28,
              height: 28,
              fontSize: 12,
              fontWeight: 600,
              bgcolor: 'primary.main',
              color: 'primary.contrastText',
            }}
          >
            {initialsOf(user.full_name)}
          </Avatar>
        </IconButton>
      </Tooltip>
      {anchor && (
        <Suspense>
          <AccountPopover anchor={anchor} onClose={() => setAnchor(null)} />
        </Suspense>
      )}
    </>
  );
}
