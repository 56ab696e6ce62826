import { useTranslation } from 'react-i18next';
import { formatDate } from '../../../lib/format.ts';
import type { FieldProblem } from '../../../lib/refused_fields.ts';
import { isDay } from '../../../lib/typed_date.ts';
import { useFormat } from '../../../lib/use_format.ts';

const known = [
  'required',
  'unknown',
  'in_future',
  'too_far_back',
  'before_reception',
  'before_document',
  'before_adjustment',
  'not_for_this',
  'cancelled',
  'exceeds_item',
  'not_positive',
  'too_large',
  'too_long',
] as const;

/** The sentence of a field's reason, with the figure or the day of its limit. */
export function useAdjustmentReason() {
  const { t } = useTranslation('adjustment');
  const format = useFormat();
  return (problem: FieldProblem | undefined) => {
    if (!problem) return undefined;
    const { reason, value = '', limit = value } = problem;
    const shown = isDay(limit) ? formatDate(limit) : format.money(limit);
    return t(`field.${known.find((name) => name === reason) ?? 'other'}`, { limit: shown });
  };
}
