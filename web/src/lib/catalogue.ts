import errors from '../../../db/errors.json';
import { formatQuantity } from './format.ts';
import type { Language } from './format.ts';

/** The sentences of refusals, from the catalogue that database and server share. */
interface Entry {
  vi: string;
  en: string;
  action_vi: string;
  action_en: string;
}

const catalogue = errors as Record<string, Entry | undefined>;

/** Every code that a refusal may have, by name. */
export const refusalCodes = Object.keys(errors).toSorted();

export type Details = Record<string, unknown>;

export interface Sentence {
  what: string;
  action: string;
}

const isFigure = (text: string) => /^-?\d+(\.\d+)?$/.test(text);

/**
 * `{current_debt_in_words}`: what is owed, or the credit below nothing, never a debt below nothing.
 */
function debtInWords(debt: string, language: Language) {
  const figure = formatQuantity(debt.replace('-', ''), language);
  if (debt.startsWith('-'))
    return language === 'vi' ? `đang có dư ${figure} ₫` : `has a credit of ₫${figure}`;
  return language === 'vi' ? `đang nợ ${figure} ₫` : `owes ₫${figure}`;
}

const IN_WORDS = '_in_words';

function fill(template: string, details: Details, language: Language) {
  return template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const debt = key.endsWith(IN_WORDS) ? details[key.slice(0, -IN_WORDS.length)] : undefined;
    if (typeof debt === 'string' && isFigure(debt)) return debtInWords(debt, language);
    const value = details[key];
    if (value === undefined || value === null) return '…';
    const text = String(value);
    return isFigure(text) && key !== 'trace_id' ? formatQuantity(text, language) : text;
  });
}

/**
 * What happened and what can be done, with the numbers of the refusal; null for an unknown code.
 */
export function sentenceOf(code: string, details: Details, language: Language): Sentence | null {
  const entry = catalogue[code];
  if (!entry) return null;
  return {
    what: fill(entry[language], details, language),
    action: fill(entry[`action_${language}`], details, language),
  };
}
