import { useTranslation } from 'react-i18next';
import { formatDate } from '../../lib/format.ts';
import type { FieldProblem } from '../../lib/refused_fields.ts';
import { isDay } from '../../lib/typed_date.ts';

const known = [
  'required',
  'no_lines',
  'unknown',
  'in_future',
  'too_far_back',
  'before_reception',
  'negative',
  'not_positive',
  'too_large',
  'too_long',
  'too_many_lines',
  'too_many_decimals',
  'whole_number_only',
  'not_a_number',
  'exceeds_total',
  'too_early',
  'not_cancelled',
  'replaced_already',
  'named_twice',
  'not_on_the_slip',
  'in_past',
  'exceeds_asked',
  'nothing_left',
] as const;

/** The sentence of a field's reason, in the language of the screen. */
export function useReason() {
  const { t } = useTranslation('inventory');
  return (problem: FieldProblem | undefined) => {
    if (!problem) return undefined;
    const { reason, value = '' } = problem;
    const shown = isDay(value) ? formatDate(value) : value;
    return t(`reason.${known.find((name) => name === reason) ?? 'other'}`, { value: shown });
  };
}
