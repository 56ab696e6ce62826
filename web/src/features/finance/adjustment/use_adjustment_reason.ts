import { useTranslation } from 'react-i18next';
import { formatDate } from '../../../lib/format.ts';
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
  return (message: string | undefined) => {
    if (message === undefined) return undefined;
    const [reason = '', limit = ''] = message.split(' ');
    const shown = /^\d{4}-\d\d-\d\d$/.test(limit) ? formatDate(limit) : format.money(limit);
    return t(`field.${known.find((name) => name === reason) ?? 'other'}`, { limit: shown });
  };
}
