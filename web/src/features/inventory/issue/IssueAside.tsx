import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { CreditBar } from '../../../components/CreditBar.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { isZero } from '../../../lib/dong.ts';
import { useDebtInWords } from '../../../components/use_debt_in_words.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { LimitBasis } from './LimitBasis.tsx';
import { overdueOf } from './overdue.ts';
import type { Headroom } from './use_headroom.ts';

interface Props {
  room: { headroom: Headroom | null; isCurrent: boolean; error?: unknown; retry(): void };
  hasAgency: boolean;
}

/** What the agency owes and may still take: every figure is the server's. */
export function IssueAside({ room, hasAgency }: Props) {
  const { t } = useTranslation('inventory');
  return (
    <Panel title={t('room.title')}>
      {!hasAgency && <Typography color="textSecondary">{t('room.choose')}</Typography>}
      {hasAgency && !room.headroom && room.error !== undefined && (
        <RoomFailed onRetry={room.retry} />
      )}
      {hasAgency && room.headroom && <Room headroom={room.headroom} isCurrent={room.isCurrent} />}
      {hasAgency && !room.headroom && room.error === undefined && <Box sx={{ height: 118 }} />}
    </Panel>
  );
}

function RoomFailed({ onRetry }: { onRetry(): void }) {
  const { t } = useTranslation(['inventory', 'common']);
  return (
    <>
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        {t('room.failed')}
      </Typography>
      <Button size="small" variant="outlined" color="inherit" onClick={onRetry}>
        {t('common:action.retry')}
      </Button>
    </>
  );
}

function Room({ headroom, isCurrent }: { headroom: Headroom; isCurrent: boolean }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const inWords = useDebtInWords();
  const { currentDebt, limit, limitSource, wouldBe, shortBy, available } = headroom;
  const overdue = overdueOf(headroom.overdue);
  const isOver = shortBy !== null && !isZero(shortBy);
  const verdict = isOver
    ? t('room.short', { short: format.money(shortBy) })
    : t('room.left', { available: format.money(available) });
  return (
    <Box sx={{ opacity: isCurrent ? 1 : 0.6, transition: 'opacity 120ms' }} aria-busy={!isCurrent}>
      <Row label={t('room.debt')} value={inWords(currentDebt)} />
      <Row label={t('room.wouldBe')} value={inWords(wouldBe)} isStrong />
      <Row
        label={t('room.limit')}
        value={format.money(limit)}
        note={limitSource === 'agency' ? t('room.own') : ''}
      />
      <LimitBasis version={headroom.limitVersion} />
      <Box sx={{ my: 2.5 }}>
        <CreditBar
          debt={currentDebt ?? '0'}
          debtLimit={limit ?? '0'}
          wouldBe={wouldBe ?? '0'}
          isOver={isOver}
        />
      </Box>
      <Typography
        data-testid="headroom"
        sx={{
          fontSize: 13,
          fontWeight: isOver ? 600 : 400,
          color: isOver ? 'error.main' : 'text.secondary',
        }}
      >
        {verdict}
      </Typography>
      {overdue && (
        <Typography
          data-testid="overdue"
          role="status"
          sx={{ mt: 2, fontSize: 13, fontWeight: 600, color: 'error.main' }}
        >
          {t(`room.overdue.${overdue.reason}`, {
            count: overdue.count,
            allowed: overdue.allowed,
            toPay: format.money(overdue.to_pay),
          })}
        </Typography>
      )}
    </Box>
  );
}

function Row({
  label,
  value,
  note = '',
  isStrong = false,
}: {
  label: string;
  value: string;
  note?: string;
  isStrong?: boolean;
}) {
  return (
    <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 2, py: 0.75 }}>
      <Box sx={{ color: 'text.secondary' }}>
        {label}
        {note && ` (${note})`}
      </Box>
      <Box sx={{ fontWeight: isStrong ? 600 : 400, whiteSpace: 'nowrap' }}>{value}</Box>
    </Box>
  );
}
