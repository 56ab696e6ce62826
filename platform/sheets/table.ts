import type { Column, Language } from './column.ts';

/** Rows that are shown but do not count, by what their cell in a column says. */
export interface Without {
  key: string;
  words: readonly string[];
}

export interface Totals {
  /** What the row of the sums is called. */
  label: string;
  /** Keys of the columns that are summed. */
  keys: ReadonlySet<string>;
  without: Without | null;
  /** The sums of the rows that have passed, exact, by the key of their column. */
  figures(): Readonly<Record<string, string>>;
}

/** What a writer writes: heads first, then rows in batches as they are read. */
export interface Table {
  title: string;
  /** Of what time, with which filters, and when it was made. */
  subtitle: string;
  /** Whose it is: the company. */
  owner?: string;
  /** What is added up under the columns; whole once all batches have come. */
  totals?: Totals;
  /** Who signs it on paper. */
  signatures?: readonly { title: string; hint: string }[];
  columns: readonly Column[];
  language: Language;
  total: number;
  batches: AsyncIterable<readonly (readonly (string | null)[])[]>;
}

export type Writer = (table: Table) => AsyncIterable<Buffer>;

export const headOf = (column: Column, language: Language): string => column[language];

const FIGURES = new Set(['count', 'dong', 'quantity', 'percent']);
export const isFigure = ({ kind }: Column): boolean => FIGURES.has(kind);
