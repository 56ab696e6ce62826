import faults from '../../../../../db/words/import_faults.json';
import { useWord } from '../../../lib/words.ts';

export interface Fault {
  reason: string;
  value?: string | null | undefined;
}

const VALUE = '{value}';
const COUNT = '{count}';

/** A sentence with what it breaks; one that counts has the number first: "2 977100001". */
function filled(sentence: string, value: string): string {
  const end = sentence.includes(COUNT) ? value.indexOf(' ') : -1;
  return sentence
    .replace(COUNT, () => value.slice(0, Math.max(end, 0)))
    .replace(VALUE, () => value.slice(end + 1));
}

/** What is wrong with a cell, as a sentence; some of them hold what it breaks. */
export function useFaultWords() {
  const word = useWord(faults);
  return {
    sentenceOf: ({ reason, value }: Fault) => filled(word(reason), value ?? ''),
    /** Whether the sentence tells the value: what stands in the cell is another thing then. */
    tellsValue: ({ reason }: Fault) => word(reason).includes(VALUE),
  };
}
