import { useTranslation } from 'react-i18next';
import type { FieldProblem } from '../../lib/refused_fields.ts';
import { useFormat } from '../../lib/use_format.ts';

const known = [
  'required',
  'unknown',
  'malformed',
  'too_long',
  'taken',
  'too_small',
  'too_large',
  'not_a_number',
  'whole_number_only',
  'not_positive',
  'in_past',
  'admin_keeps_all',
  'admin_keeps_it',
  'cannot_be_combined',
  'negative',
] as const;

/** The sentence under a field that was refused. */
export function useReason() {
  const { t } = useTranslation('form');
  const format = useFormat();
  return (problem: FieldProblem | undefined) => {
    if (!problem) return undefined;
    if (problem.reason === 'too_large' && !problem.limit) return t('reason.beyond');
    const reason = known.find((one) => one === problem.reason) ?? 'other';
    return t(`reason.${reason}`, { limit: problem.limit ? format.quantity(problem.limit) : '…' });
  };
}
