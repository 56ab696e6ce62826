import kinds from '../../../db/words/kinds.json';
import { useWord } from '../lib/words.ts';

/** The words for the kind of a row of a ledger. */
export const useEntryKind = () => useWord(kinds.ledger_entry);
