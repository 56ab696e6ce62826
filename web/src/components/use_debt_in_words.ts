import { useTranslation } from 'react-i18next';
import { creditOf } from '../lib/dong.ts';
import { useFormat } from '../lib/use_format.ts';

/**
 * A debt as it is told: what is owed as an amount, what an agency has with us as credit, never as a
 * debt below nothing.
 */
export function useDebtInWords() {
  const { t } = useTranslation('form');
  const format = useFormat();
  return (debt: string | null | undefined, isShort = false) => {
    const credit = creditOf(debt ?? '');
    if (credit === undefined) return format.money(debt);
    return t(isShort ? 'credit.short' : 'credit.has', { credit: format.money(credit) });
  };
}

/**
 * The same in a column of figures, whose head names the unit: a bare figure, or the credit in
 * words.
 */
export function useBalance() {
  const format = useFormat();
  const inWords = useDebtInWords();
  return (balance: string | null | undefined) =>
    creditOf(balance ?? '') === undefined ? format.dong(balance) : inWords(balance, true);
}
