import type { Column, Language } from './column.ts';

/** What a writer writes: heads first, then rows in batches as they are read. */
export interface Table {
  title: string;
  /** Of what time, and when it was made. */
  subtitle: string;
  columns: readonly Column[];
  language: Language;
  total: number;
  batches: AsyncIterable<readonly (readonly (string | null)[])[]>;
}

export type Writer = (table: Table) => AsyncIterable<Buffer>;

export const headOf = (column: Column, language: Language): string => column[language];

const FIGURES = new Set(['count', 'dong', 'quantity', 'percent']);
export const isFigure = ({ kind }: Column): boolean => FIGURES.has(kind);
