import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use_format.ts';
import type { QuestionWords } from './question_words.ts';

/** How it is asked whether a document or an agency is there already. */
export function useDuplicateWords() {
  const { t } = useTranslation('questions');
  const format = useFormat();
  return (figures: Record<string, unknown>): QuestionWords => {
    const { of, row, other_row: otherRow, document, name, day, amount } = figures;
    const same = ((figures['same'] ?? []) as string[])
      .map((what) => t(`duplicate.same.${what as 'phone'}`))
      .join(', ');
    const other = otherRow
      ? t('duplicate.row', { row: format.quantity(String(otherRow)) })
      : [
          document,
          name,
          ...(day ? [format.date(String(day))] : []),
          ...(amount ? [format.money(String(amount))] : []),
        ]
          .filter(Boolean)
          .join(' · ');
    return {
      text: [
        ...(row ? [`${t('duplicate.row', { row: format.quantity(String(row)) })}: `] : []),
        t(other === '' ? 'duplicate.hidden' : 'duplicate.text', { same, other }),
      ].join(''),
      choices: [
        {
          label: t(`duplicate.other.${String(of) as 'agency'}`),
          forAll: t('duplicate.allOther'),
          answer: { despiteDuplicate: true },
        },
      ],
    };
  };
}
