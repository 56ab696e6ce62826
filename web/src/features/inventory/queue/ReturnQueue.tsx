import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../components/Facts.tsx';
import { DialogQueue } from '../../../components/queue/DialogQueue.tsx';
import { ReturnQueueDocument } from '../../../gql/graphql.ts';
import type { WaitingReturnFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { issueReturnPath } from '../../../lib/paths.ts';
import { useSession, useWithMoney } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { MovedGoods } from '../MovedGoods.tsx';
import { ReturnConfirming, ReturnRejecting } from '../return/ReturnDecide.tsx';
import '../texts/index.ts';

const ASK_AGAIN_MS = 60_000;

/** Returns that wait for the goods to be seen, who waits longest first. */
export function ReturnQueue() {
  const { t } = useTranslation(['goods', 'requestQueue', 'queue']);
  const format = useFormat();
  const { user } = useSession();
  const withMoney = useWithMoney();
  const { data, previousData, error, refetch } = useQuery(ReturnQueueDocument, {
    variables: { withMoney },
    fetchPolicy: 'cache-and-network',
    pollInterval: ASK_AGAIN_MS,
  });
  const connection = (data ?? previousData)?.issueReturns;
  const rows = useMemo(() => (connection ? nodesOf(connection) : undefined), [connection]);
  const isOwn = ({ createdBy }: WaitingReturnFragment) => createdBy === user.id;
  return (
    <DialogQueue<WaitingReturnFragment>
      label={t('queue:tabs.returns')}
      rows={rows}
      total={connection?.totalCount ?? 0}
      error={error}
      onRetry={() => void refetch()}
      empty={t('requestQueue:noReturns')}
      codeOf={({ issue }) => t('back.ofSlip', { code: issue?.code })}
      pathOf={({ id }) => issueReturnPath(id)}
      describe={(made) => ({
        name: made.agency?.name ?? '',
        note: [
          t('requestQueue:items', { count: linesOf(made).length }),
          t('back.ofSlip', { code: made.issue?.code }),
          format.ago(made.createdAt),
        ].join(' · '),
        checks: [],
        figure: made.totalAmount === undefined ? undefined : format.dong(made.totalAmount),
      })}
      actsOf={(made) => [
        { name: 'confirm', verb: t('back.confirmVerb'), letter: 'C', isLikely: true },
        isOwn(made)
          ? { name: 'withdraw', verb: t('back.withdrawVerb'), letter: 'T' }
          : { name: 'reject', verb: t('back.rejectVerb'), letter: 'T', isGrave: true },
      ]}
      body={(made) => <Body made={made} />}
      dialog={(made, act, closing) =>
        act === 'confirm' ? (
          <ReturnConfirming made={made} {...closing} />
        ) : (
          <ReturnRejecting
            act={act === 'reject' ? 'reject' : 'withdraw'}
            made={made}
            {...closing}
          />
        )
      }
    />
  );
}

const linesOf = (made: WaitingReturnFragment) =>
  nodesOf(made.issueReturnDetailsByAgencyIdAndIssueIdAndIssueReturnId);

function Body({ made }: { made: WaitingReturnFragment }) {
  const { t } = useTranslation(['goods', 'inventory']);
  const format = useFormat();
  return (
    <>
      <MovedGoods lines={linesOf(made)} sign="+" />
      <Box sx={{ mt: 3, pt: 3, borderTop: '1px solid', borderColor: 'divider' }}>
        <Facts
          facts={[
            [t('inventory:issue.reason'), made.reason],
            ...(made.totalAmount === undefined
              ? []
              : [[t('back.debtFalls'), `−${format.money(made.totalAmount)}`] as const]),
          ]}
        />
      </Box>
    </>
  );
}
