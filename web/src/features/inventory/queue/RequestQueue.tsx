import { useQuery } from '@apollo/client/react';
import Button from '@mui/material/Button';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { QuestionsOf } from '../../../components/questions/QuestionsOf.tsx';
import { QueueBoard } from '../../../components/queue/QueueBoard.tsx';
import type { RowAct } from '../../../components/queue/queue_line.ts';
import { usePageKeys } from '../../../components/use_page_keys.ts';
import { useDebtFacts } from '../../../components/use_debt_facts.tsx';
import { RequestQueueDocument } from '../../../gql/graphql.ts';
import { sumDong } from '../../../lib/dong.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { issuePath } from '../../../lib/paths.ts';
import { useWithMoney } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { cutTotal } from '../cut_lines.ts';
import { linesOf, stateOf } from './request_checks.ts';
import type { QueuedRequest } from './request_checks.ts';
import { RequestBulk } from './RequestBulk.tsx';
import { RequestPanel } from './RequestPanel.tsx';
import { useRequestLine } from './use_request_line.ts';
import { useRequestWork } from './use_request_work.ts';
import '../texts/index.ts';

/** Others decide, too, and dealers ask for more. */
const ASK_AGAIN_MS = 60_000;

/** Requests of dealers: who waits longest first. */
export function RequestQueue() {
  const [isPostponed, setPostponed] = useState(false);
  return (
    <Requests
      key={String(isPostponed)}
      isPostponed={isPostponed}
      onSwitch={() => setPostponed(!isPostponed)}
    />
  );
}

function Requests({ isPostponed, onSwitch }: { isPostponed: boolean; onSwitch(): void }) {
  const { t } = useTranslation(['requestQueue', 'inventory', 'queue']);
  const withMoney = useWithMoney();
  const { data, previousData, error, refetch } = useQuery(RequestQueueDocument, {
    variables: { isPostponed, withMoney },
    fetchPolicy: 'cache-and-network',
    pollInterval: ASK_AGAIN_MS,
  });
  const connection = (data ?? previousData)?.requestsToDecide;
  const rows = useMemo(() => (connection ? nodesOf(connection) : undefined), [connection]);
  const work = useRequestWork(rows);
  const { queue } = work;
  const { current } = queue;
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [confirmed, setConfirmed] = useState<QueuedRequest | null>(null);
  const ofCurrent = current && queue.isWaiting(current.id) ? current : undefined;
  const usual = ofCurrent && work.usualOf(ofCurrent);
  usePageKeys({
    c: () => usual?.run(),
    h: () => {
      if (ofCurrent?.status === 'requested') queue.ask(ofCurrent.id, 'postpone');
    },
    t: () => {
      if (ofCurrent) queue.ask(ofCurrent.id, 'reject');
    },
    z: work.undoLast,
  });

  function open(request: QueuedRequest, what: 'postpone' | 'reject' | null) {
    queue.ask(request.id, what);
    setSheetOpen(true);
  }

  function actsOf(request: QueuedRequest) {
    const typed = work.typedOf(request);
    const state = stateOf(request, typed);
    const { refusal } = queue.decisions.of(request.id);
    const shown = (verb: string): RowAct => ({
      key: 'show',
      verb,
      run: () => open(request, null),
    });
    const likely: RowAct | undefined =
      request.status === 'postponed'
        ? {
            key: 'resume',
            verb: t('inventory:acts.resume.verb'),
            isLikely: true,
            run: () => work.usualOf(request)?.run(),
          }
        : refusal || state === 'barred'
          ? shown(t('seeWhy'))
          : state === 'ready'
            ? {
                key: 'confirm',
                verb: t('inventory:acts.confirm.verb'),
                isLikely: true,
                run: () => setConfirmed(request),
              }
            : shown(t('editQuantity'));
    const others: RowAct[] = [
      ...(request.status === 'requested'
        ? [
            {
              key: 'postpone',
              verb: t('inventory:acts.postpone.verb'),
              run: () => open(request, 'postpone'),
            },
          ]
        : []),
      {
        key: 'reject',
        verb: t('inventory:acts.reject.verb'),
        isGrave: true,
        run: () => open(request, 'reject'),
      },
    ];
    return { likely, others };
  }

  const more = (connection?.totalCount ?? 0) - (rows?.length ?? 0);
  return (
    <>
      <Button color="inherit" size="small" onClick={onSwitch} sx={{ mb: 2, ml: -2 }}>
        {t(isPostponed ? 'showWaiting' : 'showPostponed')}
      </Button>
      <QueueBoard<QueuedRequest>
        label={t(isPostponed ? 'postponedList' : 'queue:tabs.requests')}
        queue={queue}
        describe={useRequestLine(work.typedOf)}
        pathOf={({ id }) => issuePath(id)}
        actsOf={actsOf}
        canChoose={!isPostponed}
        empty={t(isPostponed ? 'nonePostponed' : 'none')}
        error={error}
        onRetry={() => void refetch()}
        panel={(request) => (
          <RequestPanel
            key={request.id}
            request={request}
            work={work}
            onReload={() => void refetch()}
          />
        )}
        bulk={<RequestBulk work={work} />}
        foot={more > 0 && t('queue:moreRows', { count: more })}
        hints={[
          ['J K', t('queue:keys.move')],
          ['X', t('queue:keys.choose')],
          ['Enter', t('queue:keys.open')],
          ['C', t('queue:keys.confirm')],
          ['H', t('queue:keys.postpone')],
          ['T', t('queue:keys.reject')],
          ['Z', t('queue:keys.undo')],
        ]}
        isSheetOpen={isSheetOpen && ofCurrent !== undefined}
        onSheetClose={() => setSheetOpen(false)}
      />
      {confirmed && (
        <ConfirmOne
          request={confirmed}
          total={cutTotal(linesOf(confirmed), work.typedOf(confirmed))}
          onConfirm={() => {
            setConfirmed(null);
            work.confirm(confirmed);
          }}
          onClose={() => setConfirmed(null)}
        />
      )}
      {current && (
        <QuestionsOf of={queue.decisions.of(current.id)} verb={t('inventory:acts.confirm.verb')} />
      )}
    </>
  );
}

/** Asks before a row that is not shown in full is confirmed: what it does to stock and debt. */
function ConfirmOne({
  request,
  total,
  onConfirm,
  onClose,
}: {
  request: QueuedRequest;
  total: string | undefined;
  onConfirm(): void;
  onClose(): void;
}) {
  const { t } = useTranslation(['requestQueue', 'inventory']);
  const format = useFormat();
  const debt = request.room?.currentDebt;
  const facts = useDebtFacts(debt, debt && total && sumDong([debt, total]));
  const lines = t('inventory:acts.lines', { count: linesOf(request).length });
  return (
    <ConfirmDialog
      title={t('inventory:acts.confirm.title', { agency: request.agency?.name ?? '' })}
      lead={[request.requestCode, lines, total && format.money(total)].filter(Boolean).join(' · ')}
      verb={t('inventory:acts.confirm.verb')}
      facts={facts}
      note={t('inventory:acts.confirm.text', { lines })}
      isBusy={false}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
