import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { useTranslation } from 'react-i18next';
import { useCursorPages } from '../../components/cursor_pages.ts';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Pager } from '../../components/Pager.tsx';
import { Panel } from '../../components/Panel.tsx';
import { NotificationListDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { NotificationEmpty } from './NotificationEmpty.tsx';
import { NotificationRow } from './NotificationRow.tsx';
import { Preferences } from './preferences/Preferences.tsx';
import { useMarkRead } from './use_notifications.ts';

const PAGE = 25;

export function NotificationList() {
  const { t } = useTranslation('notification');
  const { markAll } = useMarkRead();
  const pages = useCursorPages();
  const { data, previousData, error, refetch } = useQuery(NotificationListDocument, {
    variables: { first: PAGE, after: pages.after },
  });
  const connection = (data ?? previousData)?.notifications;
  const rows = connection ? nodesOf(connection) : undefined;
  const next = connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null;
  return (
    <>
      <PageHead
        title={t('many')}
        actions={
          <Button variant="outlined" color="inherit" onClick={markAll}>
            {t('markAll')}
          </Button>
        }
      />
      <Panel isFlush sx={{ maxWidth: 800 }}>
        {error && !rows && <LoadFailed error={error} onRetry={() => void refetch()} />}
        {!rows && !error && (
          <Box sx={{ p: 4 }}>
            <Skeleton />
            <Skeleton />
            <Skeleton width="60%" />
          </Box>
        )}
        {rows?.length === 0 && <NotificationEmpty />}
        {rows && rows.length > 0 && (
          <>
            <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
              {rows.map((row) => (
                <li key={row.id}>
                  <NotificationRow row={row} />
                </li>
              ))}
            </Box>
            <Pager
              pages={pages}
              total={connection?.totalCount ?? 0}
              shown={rows.length}
              next={next}
            />
          </>
        )}
      </Panel>
      <Box sx={{ maxWidth: 800, mt: 6 }}>
        <Preferences />
      </Box>
    </>
  );
}
