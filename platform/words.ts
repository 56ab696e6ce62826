// Words are read from db/words as they stand there: what a DBA saves is in the next file and mail,
// without a restart.
import { join } from 'node:path';
import type commandsFile from '../db/words/commands.json';
import type headsFile from '../db/words/export_heads.json';
import type exportsFile from '../db/words/exports.json';
import type filesFile from '../db/words/files.json';
import type faultsFile from '../db/words/import_faults.json';
import type invariantsFile from '../db/words/invariants.json';
import type kindsFile from '../db/words/kinds.json';
import type papersFile from '../db/words/papers.json';
import type statesFile from '../db/words/states.json';
import type trailFile from '../db/words/trail.json';
import { followFile } from './followed_file.ts';
import type { Language } from './sheets/column.ts';

/** A file of fifty thousand rows asks for a word some hundred thousand times. */
const LOOK_EVERY_MS = 500;

function wordsOf<File>(name: string): () => File {
  const path = join(import.meta.dirname, '..', 'db', 'words', `${name}.json`);
  return followFile(path, (text) => JSON.parse(text) as File, LOOK_EVERY_MS).current;
}
const commands = wordsOf<typeof commandsFile>('commands');
const heads = wordsOf<typeof headsFile>('export_heads');
const exports = wordsOf<typeof exportsFile>('exports');
const files = wordsOf<typeof filesFile>('files');
const faults = wordsOf<typeof faultsFile>('import_faults');
const invariants = wordsOf<typeof invariantsFile>('invariants');
const kinds = wordsOf<typeof kindsFile>('kinds');
const papers = wordsOf<typeof papersFile>('papers');
const states = wordsOf<typeof statesFile>('states');
const trail = wordsOf<typeof trailFile>('trail');

/** What people read instead of a code; db/words holds all of them for worker and page. */
export type Words = Readonly<Record<Language, string>>;
type Known = Readonly<Record<string, Words | undefined>>;

const vocabularies = () => ({
  ...states(),
  ...kinds(),
  command: commands(),
  exports: exports(),
  table: trail().tables,
});

/** The values of a state or a kind, such as issue_status. */
export type Vocabulary = keyof ReturnType<typeof vocabularies>;

/** The word for a value; a test keeps the vocabularies complete. */
export const wordOf = (vocabulary: Vocabulary, value: string, language: Language): string =>
  (vocabularies()[vocabulary] as Known)[value]?.[language] ?? value;

/** What a list, a report or a slip is called, by its row in file.export_kind. */
export const exportTitle = (code: string): Words => found((exports() as Known)[code], code);

/** What an invariant asks for, as a sentence. */
export const invariantSentence = (name: string, language: Language): string =>
  (invariants() as Known)[name]?.[language] ?? name;

/**
 * What is wrong with a cell of a file that came in, as a sentence. One that counts has the number
 * first in its value: "2 977100001".
 */
export function faultSentence(reason: string, value: string | null, language: Language): string {
  const sentence = (faults() as Known)[reason]?.[language] ?? reason;
  const said = value ?? '';
  const end = sentence.includes('{count}') ? said.indexOf(' ') : -1;
  return sentence
    .replace('{count}', () => said.slice(0, Math.max(end, 0)))
    .replace('{value}', () => said.slice(end + 1));
}

/** The head of a column: the one of this export, or what the column is called everywhere. */
export function exportHead(code: string, key: string): Words {
  const { any, ...own } = heads();
  const special = (own as Readonly<Record<string, Known | undefined>>)[code]?.[key];
  return found(special ?? (any as Known)[key], `${code}.${key}`);
}

/** What stands above a slip on paper, and who signs below, by their key. */
export function paperOf(slip: string): {
  title: Words;
  signatures: readonly { signer: string; words: Words }[];
} {
  const { titles, signatures, signers } = papers();
  return {
    title: found((titles as Known)[slip], slip),
    signatures: ((signatures as Readonly<Record<string, string[]>>)[slip] ?? []).map((signer) => ({
      signer,
      words: found((signers as Known)[signer], signer),
    })),
  };
}

/** What is said on every paper. */
export type PaperText = keyof typeof papersFile.texts;

type Figures = Readonly<Record<string, string | number>>;

const filled = (text: string, figures: Figures): string =>
  Object.entries(figures).reduce(
    (said, [name, figure]) => said.replaceAll(`{{${name}}}`, () => String(figure)),
    text,
  );

/** A text of papers with its figures in it. */
export const paperText = (key: PaperText, language: Language, figures: Figures = {}): string =>
  filled(papers().texts[key][language], figures);

/** What is said above and below the table of a file. */
export type FileText = keyof typeof filesFile.texts;

export const fileText = (key: FileText, language: Language, figures: Figures = {}): string =>
  filled(files().texts[key][language], figures);

/** Why a paper is not valid; its stamp and its sentence stand in db/words. */
export type Invalidity = keyof typeof papersFile.stamps;

export const isInvalidity = (state: string): state is Invalidity =>
  Object.hasOwn(papers().stamps, state);

export const stampOf = (
  state: Invalidity,
  language: Language,
): { stamp: string; text: string } => ({
  stamp: papers().stamps[state][language],
  text: papers().sentences[state][language],
});

function found(words: Words | undefined, name: string): Words {
  if (words === undefined) throw new Error(`db/words has no word for ${name}`);
  return words;
}
