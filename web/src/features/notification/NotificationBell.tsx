import BellIcon from '@mui/icons-material/NotificationsNoneOutlined';
import Badge from '@mui/material/Badge';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnreadCount } from './use_notifications.ts';

// not on the way to the first page: the list, its sentences and their texts
const loadNewest = () => import('./NewestNotifications.tsx');
const NewestNotifications = lazy(async () => ({
  default: (await loadNewest()).NewestNotifications,
}));

/** The bell of the top bar: how many are unread, and the newest. */
export function NotificationBell() {
  const { t } = useTranslation();
  const count = useUnreadCount();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const label = count > 0 ? t('bell', { count }) : t('bellNone');
  return (
    <>
      <Tooltip title={t('nav.notifications')}>
        <IconButton
          aria-label={label}
          aria-haspopup="dialog"
          aria-expanded={anchor !== null}
          data-testid="bell"
          onPointerEnter={() => void loadNewest()}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <Badge badgeContent={count > 0 ? count : undefined} color="error" max={99}>
            <BellIcon sx={{ fontSize: 20 }} />
          </Badge>
        </IconButton>
      </Tooltip>
      <span role="status" className="visually-hidden">
        {count > 0 && label}
      </span>
      {anchor && (
        <Suspense>
          <NewestNotifications
            anchor={anchor}
            hasUnread={count > 0}
            onClose={() => setAnchor(null)}
          />
        </Suspense>
      )}
    </>
  );
}
