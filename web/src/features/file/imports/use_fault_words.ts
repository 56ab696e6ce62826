import faults from '../../../../../db/words/import_faults.json';
import { useWord } from '../../../lib/words.ts';

export interface Fault {
  reason: string;
  value?: string | null | undefined;
}

const VALUE = '{value}';

/** What is wrong with a cell, as a sentence; some of them hold what it breaks. */
export function useFaultWords() {
  const word = useWord(faults);
  return {
    sentenceOf: ({ reason, value }: Fault) => word(reason).replace(VALUE, () => value ?? ''),
    /** Whether the sentence tells the value: what stands in the cell is another thing then. */
    tellsValue: ({ reason }: Fault) => word(reason).includes(VALUE),
  };
}
