import heads from '../db/words/export_heads.json' with { type: 'json' };
import exports from '../db/words/exports.json' with { type: 'json' };
import invariants from '../db/words/invariants.json' with { type: 'json' };
import kinds from '../db/words/kinds.json' with { type: 'json' };
import papers from '../db/words/papers.json' with { type: 'json' };
import states from '../db/words/states.json' with { type: 'json' };
import trail from '../db/words/trail.json' with { type: 'json' };
import type { Language } from './sheets/column.ts';

/** What people read instead of a code; db/words holds all of them for worker and page. */
export type Words = Readonly<Record<Language, string>>;
type Known = Readonly<Record<string, Words | undefined>>;

const vocabularies = { ...states, ...kinds, exports, table: trail.tables };

/** The values of a state or a kind, such as issue_status. */
export type Vocabulary = keyof typeof vocabularies;

/** The word for a value; a test keeps the vocabularies complete. */
export const wordOf = (vocabulary: Vocabulary, value: string, language: Language): string =>
  (vocabularies[vocabulary] as Known)[value]?.[language] ?? value;

/** What a list, a report or a slip is called, by its row in file.export_kind. */
export const exportTitle = (code: string): Words => found((exports as Known)[code], code);

/** What an invariant asks for, as a sentence. */
export const invariantSentence = (name: string, language: Language): string =>
  (invariants as Known)[name]?.[language] ?? name;

/** The head of a column: the one of this export, or what the column is called everywhere. */
export function exportHead(code: string, key: string): Words {
  const { any, ...own } = heads;
  const special = (own as Readonly<Record<string, Known | undefined>>)[code]?.[key];
  return found(special ?? (any as Known)[key], `${code}.${key}`);
}

/** What stands above a slip on paper, and who signs below. */
export const paperOf = (slip: string): { title: Words; signatures: readonly Words[] } => ({
  title: found((papers.titles as Known)[slip], slip),
  signatures: ((papers.signatures as Readonly<Record<string, string[]>>)[slip] ?? []).map(
    (signer) => found((papers.signers as Known)[signer], signer),
  ),
});

function found(words: Words | undefined, name: string): Words {
  if (words === undefined) throw new Error(`db/words has no word for ${name}`);
  return words;
}
