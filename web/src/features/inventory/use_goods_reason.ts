import { useTranslation } from 'react-i18next';
import { formatDate } from '../../lib/format.ts';
import type { FieldProblem } from '../../lib/refused_fields.ts';
import { isDay } from '../../lib/typed_date.ts';

const known = [
  'required',
  'no_lines',
  'unknown',
  'inactive',
  'in_future',
  'too_far_back',
  'too_early',
  'negative',
  'not_positive',
  'too_large',
  'too_long',
  'too_many_lines',
  'too_many_decimals',
  'whole_number_only',
  'not_a_number',
  'differs_from_first_line',
  'repeated',
  'taken',
  'malformed',
  'has_movements',
  'before_issue',
  'not_on_slip',
  'has_decimals',
  'no_book',
  'free_has_no_price',
] as const;

/** The sentence of a field's reason, in the language of the screen. */
export function useGoodsReason() {
  const { t } = useTranslation('goods');
  return (problem: FieldProblem | undefined) => {
    if (!problem) return undefined;
    const { reason, value = '' } = problem;
    const shown = isDay(value) ? formatDate(value) : value;
    return t(`reason.${known.find((name) => name === reason) ?? 'other'}`, { value: shown });
  };
}
