import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Popover from '@mui/material/Popover';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { NotificationListDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { paths } from '../../lib/paths.ts';
import { NotificationEmpty } from './NotificationEmpty.tsx';
import { NotificationRow } from './NotificationRow.tsx';
import { useMarkRead } from './use_notifications.ts';
import './texts/index.ts';

interface Props {
  anchor: HTMLElement;
  hasUnread: boolean;
  onClose(): void;
}

/** What opens under the bell: the newest notifications. Loaded when it is first wanted. */
export function NewestNotifications({ anchor, hasUnread, onClose }: Props) {
  const { t } = useTranslation(['notification', 'common']);
  const { markAll } = useMarkRead();
  const { data, error, refetch } = useQuery(NotificationListDocument, {
    variables: { first: 8, after: null },
  });
  const rows = data && nodesOf(data.notifications);
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      slotProps={{
        paper: {
          role: 'dialog',
          'aria-label': t('many'),
          sx: { width: 400, maxWidth: 'calc(100vw - 32px)' },
        },
      }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          px: 4,
          minHeight: 48,
          borderBottom: '1px solid',
          borderColor: 'divider',
        }}
      >
        <Typography variant="h2" sx={{ flex: 1 }}>
          {t('many')}
        </Typography>
        {hasUnread && (
          <Button size="small" onClick={markAll}>
            {t('markAll')}
          </Button>
        )}
      </Box>
      {error && !rows && <LoadFailed error={error} onRetry={() => void refetch()} />}
      {!rows && !error && (
        <Box sx={{ p: 4 }}>
          <Skeleton />
          <Skeleton width="60%" />
        </Box>
      )}
      {rows?.length === 0 && <NotificationEmpty />}
      {rows?.map((row) => (
        <NotificationRow key={row.id} row={row} onOpen={onClose} />
      ))}
      <Box sx={{ p: 1.5, textAlign: 'center' }}>
        <Button
          component={RouterLink}
          to={paths.notifications}
          size="small"
          color="inherit"
          onClick={onClose}
        >
          {t('common:action.all')}
        </Button>
      </Box>
    </Popover>
  );
}
