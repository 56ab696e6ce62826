import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { Way } from '../../../components/Refusal.tsx';
import { sumDong } from '../../../lib/dong.ts';
import { issuePath, newPaymentPath } from '../../../lib/paths.ts';
import type { Problem } from '../../../lib/problem.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { FreeBeyond } from './FreeBeyond.tsx';
import { LimitBasis } from './LimitBasis.tsx';
import { overdueOf } from './overdue.ts';
import { OverdueSlips } from './OverdueSlips.tsx';
import type { IssueFormState } from './use_issue_form.ts';

/** Why the slip was refused, in numbers, and the ways out. */
export function IssueRefusal({ state }: { state: IssueFormState }) {
  const problem = state.refusal?.problem;
  if (!problem) return null;
  const overdue = problem.code === 'OVERDUE' ? overdueOf(problem.details) : null;
  const basis = problem.code === 'DEBT_LIMIT' && (
    <LimitBasis version={problem.details['limit_version']} />
  );
  return (
    <CommandRefusal
      of={state}
      pathOf={issuePath}
      more={
        overdue ? <OverdueSlips overdue={overdue} /> : basis || <FreeBeyond problem={problem} />
      }
    >
      <WaysOut state={state} problem={problem} />
    </CommandRefusal>
  );
}

function WaysOut({ state, problem }: { state: IssueFormState; problem: Problem }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const { details, code } = problem;
  const { focusLater, firstMarked, values } = state;
  if (code === 'DEBT_LIMIT') {
    const short = String(details['short_by'] ?? '0');
    const lastTyped = Math.max(0, values.lines.length - 2);
    return (
      <>
        <Way onClick={() => focusLater(`lines.${lastTyped}.quantity`)}>{t('refused.cut')}</Way>
        <Way onClick={() => state.collect(sumDong([values.paidNow, short]))}>
          {t('refused.collect', { short: format.money(short) })}
        </Way>
      </>
    );
  }
  if (code === 'OVERDUE') return <WaysOfOverdue problem={problem} onPaidNow={state.collect} />;
  if (code === 'VALIDATION_ERROR')
    return <Way onClick={() => focusLater(firstMarked ?? 'agency')}>{t('refused.goTo')}</Way>;
  if (code === 'AGENCY_NOT_ACTIVE')
    return <Way onClick={() => focusLater('agency')}>{t('refused.another')}</Way>;
  return null;
}

interface OverdueProps {
  problem: Problem;
  onPaidNow(value: string): void;
}

/** Collect what is overdue first, or have all of this slip paid on the spot. */
function WaysOfOverdue({ problem: { details }, onPaidNow }: OverdueProps) {
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
