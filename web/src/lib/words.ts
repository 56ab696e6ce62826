import type { Language } from './format.ts';
import { useFormat } from './use_format.ts';

/** Values of a state or a kind with what people read instead, as db/words holds them. */
export type Words = Readonly<Record<string, Readonly<Record<Language, string>>>>;

export const wordOf = (words: Words, value: string, language: Language): string =>
  words[value]?.[language] ?? value;

/** The word for a value in the language of the screen; a test keeps the words complete. */
export function useWord(words: Words): (value: string) => string {
  const { language } = useFormat();
  return (value) => wordOf(words, value, language);
}
