import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { Kbd } from '../../../components/Kbd.tsx';
import { QueuePanel } from '../../../components/queue/QueuePanel.tsx';
import { ReasonForm } from '../../../components/queue/ReasonForm.tsx';
import { issuePath } from '../../../lib/paths.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { cutTotal, isCutWrong } from '../cut_lines.ts';
import { ActRefusalRows } from '../issue/ActRefusalRows.tsx';
import { linesOf } from './request_checks.ts';
import type { QueuedRequest, Typed } from './request_checks.ts';
import { RequestCredit } from './RequestCredit.tsx';
import { RequestLines } from './RequestLines.tsx';
import type { RequestWork } from './use_request_work.ts';

interface Props {
  request: QueuedRequest;
  work: RequestWork;
  /** Somebody else was faster: the queue is asked for again. */
  onReload(): void;
}

/** A request in full: goods against stock, debt against limit, and what can be decided. */
export function RequestPanel({ request, work, onReload }: Props) {
  const { t } = useTranslation(['requestQueue', 'inventory']);
  const format = useFormat();
  const { agency, requestCode, wantedDate, note, reason } = request;
  const lines = linesOf(request);
  const typed = work.typedOf(request);
  const total = cutTotal(lines, typed);
  const command = work.queue.decisions.of(request.id);
  const mayCut = request.status === 'requested' && work.queue.isWaiting(request.id);
  return (
    <QueuePanel
      code={requestCode ?? t('inventory:issue.requested')}
      to={issuePath(request.id)}
      name={agency?.name ?? ''}
      note={[agency?.code, agency?.agencyType?.name, agency?.district?.name]
        .filter(Boolean)
        .join(' · ')}
      foot={<Foot request={request} typed={typed} work={work} />}
    >
      <CommandRefusal
        of={command}
        more={command.refusal && <ActRefusalRows problem={command.refusal.problem} />}
        onOvertaken={onReload}
      />
      {total !== undefined && <RequestCredit request={request} typed={typed} total={total} />}
      <RequestLines
        lines={lines}
        typed={typed}
        onType={mayCut ? (next) => work.type(request, next) : null}
      />
      <Box sx={{ mt: 3 }}>
        <Facts
          facts={[
            [t('askedAt'), format.moment(request.requestedAt ?? request.createdAt)],
            ...(wantedDate
              ? [[t('inventory:issue.wanted'), format.date(wantedDate)] as const]
              : []),
            ...(total === undefined
              ? []
              : [[t('total'), <strong key="total">{format.money(total)}</strong>] as const]),
            ...(note ? [[t('inventory:issue.note'), note] as const] : []),
            ...(reason ? [[t('postponedFor'), reason] as const] : []),
          ]}
        />
      </Box>
    </QueuePanel>
  );
}

function Foot({
  request,
  typed,
  work,
}: {
  request: QueuedRequest;
  typed: Typed;
  work: RequestWork;
}) {
  const { t } = useTranslation(['requestQueue', 'inventory', 'queue']);
  const { queue } = work;
  const { isBusy } = queue.decisions.of(request.id);
  const { asking } = queue;
  if (!queue.isWaiting(request.id))
    return <Typography color="textSecondary">{t('decided')}</Typography>;
  if (asking === 'postpone' || asking === 'reject')
    return (
      <ReasonForm
        key={asking}
        what={`request.${asking}`}
        text={t(`inventory:acts.${asking}.text`)}
        verb={t(`inventory:acts.${asking}.verb`)}
        isGrave={asking === 'reject'}
        isBusy={isBusy}
        onSend={(reason) => work.decide(request, asking, reason)}
        onCancel={() => queue.ask(request.id, null)}
      />
    );
  const usual = work.usualOf(request);
  const isWrong = linesOf(request).some((line) => isCutWrong(line, typed[line.id]));
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
      {usual && (
        <Button
          variant="contained"
          disabled={isBusy || isWrong}
          onClick={usual.run}
          sx={{ flex: '1 1 auto' }}
        >
          {isBusy ? t('queue:busy') : usual.verb}
          {!isBusy && <Kbd>C</Kbd>}
        </Button>
      )}
      {request.status === 'requested' && (
        <Button
          variant="outlined"
          color="inherit"
          disabled={isBusy}
          onClick={() => queue.ask(request.id, 'postpone')}
        >
          {t('inventory:acts.postpone.verb')}
          <Kbd>H</Kbd>
        </Button>
      )}
      <Button
        variant="outlined"
        color="error"
        disabled={isBusy}
        onClick={() => queue.ask(request.id, 'reject')}
      >
        {t('inventory:acts.reject.verb')}
        <Kbd>T</Kbd>
      </Button>
      {!usual && (
        <Typography variant="body2" color="textSecondary" sx={{ flex: '1 1 100%' }}>
          {t('barred')}
        </Typography>
      )}
    </Box>
  );
}
