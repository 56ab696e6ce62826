import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/use_format.ts';
import type { Fact } from './Facts.tsx';

/**
 * What an agency owes before and after a document, in đồng. A debt below nothing is credit and told
 * as such.
 * Nothing is told of a debt that is not known.
 */
export function useDebtFacts(
  before: string | null | undefined,
  after: string | null | undefined,
): readonly Fact[] {
  const { t } = useTranslation('form');
  const format = useFormat();
  if (!before || !after) return [];
  const figure = (debt: string) => format.money(debt.replace('-', ''));
  return [
    [t(before.startsWith('-') ? 'confirm.creditBefore' : 'confirm.debtBefore'), figure(before)],
    [
      t(after.startsWith('-') ? 'confirm.creditAfter' : 'confirm.debtAfter'),
      <strong key="after" data-testid="debt-after">
        {figure(after)}
      </strong>,
    ],
  ];
}
