import { useTranslation } from 'react-i18next';
import kinds from '../../../../db/words/kinds.json';
import type { RegulationRowFragment } from '../../gql/graphql.ts';
import { useFormat } from '../../lib/use_format.ts';
import { useWord } from '../../lib/words.ts';

interface Described {
  descriptionVi: string;
  descriptionEn: string;
}

/** Regulations and features in the language of the screen. */
export function useRegulationWords() {
  const { t } = useTranslation('config');
  const format = useFormat();
  const word = useWord(kinds.on_off);
  const isVietnamese = format.language === 'vi';
  /** Figures keep all their decimals: of a rule none may be rounded away. */
  function figure(value: string) {
    const [whole = '0', decimals] = value.split('.');
    return decimals
      ? `${format.quantity(whole)}${isVietnamese ? ',' : '.'}${decimals}`
      : format.quantity(whole);
  }
  return {
    nameOf: ({ descriptionVi, descriptionEn }: Described) =>
      isVietnamese ? descriptionVi : descriptionEn,
    figure,
    valueOf: ({ valueType }: Pick<RegulationRowFragment, 'valueType'>, value: string) => {
      if (value === '') return t('notApplied');
      return valueType === 'boolean' ? word(value) : figure(value);
    },
  };
}
