import { useQuery } from '@apollo/client/react';
import BellIcon from '@mui/icons-material/NotificationsNoneOutlined';
import Badge from '@mui/material/Badge';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import Skeleton from '@mui/material/Skeleton';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { NotificationListDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { paths } from '../../lib/paths.ts';
import { NotificationEmpty } from './NotificationEmpty.tsx';
import { NotificationRow } from './NotificationRow.tsx';
import { useMarkRead, useUnreadCount } from './use_notifications.ts';
import './texts/index.ts';

/** The bell of the top bar: how many are unread, and the newest. */
export function NotificationBell() {
  const { t } = useTranslation('notification');
  const count = useUnreadCount();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const label = count > 0 ? t('bell', { count }) : t('bellNone');
  return (
    <>
      <Tooltip title={t('many')}>
        <IconButton aria-label={label} aria-haspopup="dialog" aria-expanded={anchor !== null} data-testid="bell"
          onClick={(event) => setAnchor(event.currentTarget)}>
          <Badge badgeContent={count > 0 ? count : undefined} color="error" max={99}><BellIcon sx={{ fontSize: 20 }} /></Badge>
        </IconButton>
      </Tooltip>
      <span role="status" className="visually-hidden">{count > 0 && label}</span>
      <Popover open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }} transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': t('many'), sx: { width: 400, maxWidth: 'calc(100vw - 32px)' } } }}>
        <Newest hasUnread={count > 0} onClose={() => setAnchor(null)} />
      </Popover>
    </>
  );
}

function Newest({ hasUnread, onClose }: { hasUnread: boolean; onClose(): void }) {
  const { t } = useTranslation(['notification', 'common']);
  const { markAll } = useMarkRead();
  const { data, error, refetch } = useQuery(NotificationListDocument, { variables: { first: 8, after: null } });
  const rows = data && nodesOf(data.notifications);
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'center', px: 4, minHeight: 48, borderBottom: '1px solid', borderColor: 'divider' }}>
        <Typography variant="h2" sx={{ flex: 1 }}>{t('many')}</Typography>
        {hasUnread && <Button size="small" onClick={markAll}>{t('markAll')}</Button>}
      </Box>
      {error && !rows && <LoadFailed error={error} onRetry={() => void refetch()} />}
      {!rows && !error && <Box sx={{ p: 4 }}><Skeleton /><Skeleton width="60%" /></Box>}
      {rows?.length === 0 && <NotificationEmpty />}
      {rows?.map((row) => <NotificationRow key={row.id} row={row} onOpen={onClose} />)}
      <Box sx={{ p: 1.5, textAlign: 'center' }}>
        <Button component={RouterLink} to={paths.notifications} size="small" color="inherit" onClick={onClose}>{t('common:action.all')}</Button>
      </Box>
    </>
  );
}
