import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Refusal, Way } from '../../../components/Refusal.tsx';
import { sumDong } from '../../../lib/dong.ts';
import { issuePath, newPaymentPath } from '../../../lib/paths.ts';
import type { Problem } from '../../../lib/problem.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import type { FieldName } from './issue_values.ts';
import { FreeBeyond } from './FreeBeyond.tsx';
import { LimitBasis } from './LimitBasis.tsx';
import { overdueOf } from './overdue.ts';
import { OverdueSlips } from './OverdueSlips.tsx';

interface Props {
  problem: Problem;
  paidNow: string;
  onPaidNow(value: string): void;
  onGoTo(field: FieldName): void;
  /** The field to correct first, or the last line for cutting the slip. */
  firstField: FieldName;
  lastLine: FieldName;
  onRetry(): void;
  onNewKey(): void;
}

/** Why the slip was refused, in numbers, and the ways out. */
export function IssueRefusal(props: Props) {
  const { problem } = props;
  const overdue = problem.code === 'OVERDUE' ? overdueOf(problem.details) : null;
  const basis = problem.code === 'DEBT_LIMIT' && (
    <LimitBasis version={problem.details['limit_version']} />
  );
  return (
    <Refusal
      problem={problem}
      more={
        overdue ? <OverdueSlips overdue={overdue} /> : basis || <FreeBeyond problem={problem} />
      }
    >
      <WaysOut {...props} />
    </Refusal>
  );
}

function WaysOut({
  problem,
  paidNow,
  onPaidNow,
  onGoTo,
  firstField,
  lastLine,
  onRetry,
  onNewKey,
}: Props) {
  const { t } = useTranslation(['inventory', 'common']);
  const format = useFormat();
  const { details, code } = problem;
  if (code === 'DEBT_LIMIT') {
    const short = String(details['short_by'] ?? '0');
    return (
      <>
        <Way onClick={() => onGoTo(lastLine)}>{t('refused.cut')}</Way>
        <Way onClick={() => onPaidNow(sumDong([paidNow, short]))}>
          {t('refused.collect', { short: format.money(short) })}
        </Way>
      </>
    );
  }
  if (code === 'OVERDUE') return <WaysOfOverdue problem={problem} onPaidNow={onPaidNow} />;
  if (code === 'VALIDATION_ERROR')
    return <Way onClick={() => onGoTo(firstField)}>{t('refused.goTo')}</Way>;
  if (code === 'AGENCY_NOT_ACTIVE')
    return <Way onClick={() => onGoTo('agency')}>{t('refused.another')}</Way>;
  if (code === 'DUPLICATE_REQUEST')
    return <Duplicate result={details['result']} onNewKey={onNewKey} />;
  if (code === 'OUT_OF_STOCK' || code === 'ITEM_INACTIVE' || code === 'PERMISSION_DENIED')
    return null;
  return <Way onClick={onRetry}>{t('common:action.retry')}</Way>;
}

/** Collect what is overdue first, or have all of this slip paid on the spot. */
function WaysOfOverdue({ problem: { details }, onPaidNow }: Pick<Props, 'problem' | 'onPaidNow'>) {
  const { t } = useTranslation('inventory');
  const { can } = useSession();
  return (
    <>
      {can('finance:write') && (
        <Button
          component={Link}
          to={newPaymentPath(String(details['agency_id']))}
          variant="outlined"
          color="inherit"
          size="small"
          sx={{ bgcolor: 'background.paper' }}
        >
          {t('acts.collect')}
        </Button>
      )}
      <Way onClick={() => onPaidNow(String(details['slip_total'] ?? '0'))}>
        {t('refused.payAll')}
      </Way>
    </>
  );
}

function Duplicate({ result, onNewKey }: { result: unknown; onNewKey(): void }) {
  const { t } = useTranslation('inventory');
  const id = (result as { id?: string } | null)?.id;
  return (
    <>
      {id && (
        <Button component={Link} to={issuePath(id)} variant="outlined" color="inherit" size="small">
          {t('refused.openFirst')}
        </Button>
      )}
      <Way onClick={onNewKey}>{t('refused.newKey')}</Way>
    </>
  );
}
