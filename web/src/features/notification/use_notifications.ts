import { useApolloClient, useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { useEffect } from 'react';
import {
  MarkAllReadDocument,
  MarkReadDocument,
  NotificationReceivedDocument,
  UnreadCountDocument,
} from '../../gql/graphql.ts';
import { onLiveChange } from '../../lib/live.ts';

/** Asks again for what is shown of the count and the lists. */
function useRefresh() {
  const client = useApolloClient();
  return () => {
    void client.refetchQueries({ include: [UnreadCountDocument, 'NotificationList'] });
  };
}

/**
 * The number beside the bell. It moves by subscription, and is asked for again after a lost
 * connection.
 */
export function useUnreadCount() {
  const { data } = useQuery(UnreadCountDocument);
  const refresh = useRefresh();
  useSubscription(NotificationReceivedDocument, { onData: refresh, ignoreResults: true });
  useEffect(() =>
    onLiveChange((isLive) => {
      if (isLive) refresh();
    }),
  );
  return Number.parseInt(data?.unreadNotificationCount ?? '0', 10);
}

export function useMarkRead() {
  const refresh = useRefresh();
  const [markRead] = useMutation(MarkReadDocument, { onCompleted: refresh });
  const [markAll] = useMutation(MarkAllReadDocument, { onCompleted: refresh });
  return {
    // What fails here is only a mark: the next opening tries again.
    markRead: (ids: string[]) => {
      void markRead({ variables: { ids } }).catch(() => undefined);
    },
    markAll: () => {
      void markAll().catch(() => undefined);
    },
  };
}
