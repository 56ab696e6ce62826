import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../components/Facts.tsx';
import { DialogQueue } from '../../../components/queue/DialogQueue.tsx';
import type { DialogAct } from '../../../components/queue/DialogQueue.tsx';
import { AdjustmentQueueDocument } from '../../../gql/graphql.ts';
import type { ShownAdjustmentFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { adjustmentPath } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { AdjustmentConfirming, AdjustmentUndoing } from '../adjustment/AdjustmentActs.tsx';
import { useDocumentName } from '../adjustment/use_corrected.ts';
import '../texts/index.ts';

const ASK_AGAIN_MS = 60_000;

/** Corrections of debts that wait for a second pair of eyes, the oldest first. */
export function AdjustmentQueue() {
  const { t } = useTranslation(['adjustment', 'queue']);
  const format = useFormat();
  const { user } = useSession();
  const { data, previousData, error, refetch } = useQuery(AdjustmentQueueDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: ASK_AGAIN_MS,
  });
  const connection = (data ?? previousData)?.adjustments;
  const rows = useMemo(() => (connection ? nodesOf(connection) : undefined), [connection]);

  /** Nobody confirms what they asked for themselves. */
  const actsOf = ({ createdBy }: ShownAdjustmentFragment): DialogAct[] =>
    createdBy === user.id
      ? [{ name: 'withdraw', verb: t('acts.withdraw.verb'), letter: 'T' }]
      : [
          { name: 'confirm', verb: t('acts.confirm.verb'), letter: 'C', isLikely: true },
          { name: 'reject', verb: t('acts.reject.verb'), letter: 'T', isGrave: true },
        ];

  return (
    <DialogQueue<ShownAdjustmentFragment>
      label={t('queue:tabs.adjustments')}
      rows={rows}
      total={connection?.totalCount ?? 0}
      error={error}
      onRetry={() => void refetch()}
      empty={t('queue.none')}
      codeOf={({ direction }) => t(direction === 'up' ? 'queue.up' : 'queue.down')}
      pathOf={({ id }) => adjustmentPath(id)}
      describe={({ agency, direction, amount, createdAt, createdBy }) => ({
        name: agency?.name ?? '',
        note: format.ago(createdAt),
        checks:
          createdBy === user.id
            ? [{ tone: 'warn', text: t('queue.own') }]
            : [{ tone: 'good', text: t(direction === 'up' ? 'queue.up' : 'queue.down') }],
        figure: format.dong(direction === 'up' ? amount : `-${amount}`),
      })}
      actsOf={actsOf}
      body={(adjustment) => <Body adjustment={adjustment} />}
      dialog={(adjustment, act, closing) =>
        act === 'confirm' ? (
          <AdjustmentConfirming adjustment={adjustment} {...closing} />
        ) : (
          <AdjustmentUndoing
            act={act === 'reject' ? 'reject' : 'withdraw'}
            adjustment={adjustment}
            {...closing}
          />
        )
      }
    />
  );
}

function Body({ adjustment }: { adjustment: ShownAdjustmentFragment }) {
  const { t } = useTranslation('adjustment');
  const format = useFormat();
  const nameOf = useDocumentName();
  const { direction, amount, issue, openingDebt, reason, adjustmentDate } = adjustment;
  return (
    <Facts
      facts={[
        [
          t(direction === 'up' ? 'acts.rises' : 'acts.falls'),
          <strong key="amount">{format.money(amount)}</strong>,
        ],
        [t('corrects'), nameOf({ issue, openingDebt }) ?? t('noDocument')],
        [t('reason'), reason],
        ...(adjustmentDate ? [[t('date'), format.date(adjustmentDate)] as const] : []),
      ]}
    />
  );
}
