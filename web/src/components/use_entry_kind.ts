import { useTranslation } from 'react-i18next';

const kinds = [
  'opening',
  'opening_cancel',
  'issue',
  'paid_now',
  'payment',
  'issue_cancel',
  'payment_cancel',
  'receipt',
  'receipt_cancel',
  'return',
  'return_cancel',
  'count',
  'count_kept',
  'count_kept_cancel',
  'refund',
  'refund_cancel',
  'adjustment',
  'adjustment_cancel',
] as const;

/** The words for a ledger row's kind. */
export function useEntryKind() {
  const { t } = useTranslation('common');
  return (kind: string) => {
    const known = kinds.find((name) => name === kind);
    return known ? t(`entry.${known}`) : kind;
  };
}
