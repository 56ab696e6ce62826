import { z } from 'zod';
import { catalogue } from '../../../platform/catalogue.ts';
import type { Language } from '../../../platform/sheets/column.ts';
import { shown } from './shown.ts';

const cellShape = z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) });

const FIGURE = /^-?\d+(\.\d+)?$/;
const IN_WORDS = '_in_words';

const figureOf = (text: string, language: Language): string =>
  shown({ key: '', vi: '', en: '', kind: 'quantity', width: 1 }, text, language);

/** What is owed, or the credit below nothing, never a debt below nothing. */
function debtInWords(debt: string, language: Language): string {
  const figure = figureOf(debt.replace('-', ''), language);
  if (debt.startsWith('-'))
    return language === 'vi' ? `đang có dư ${figure} ₫` : `has a credit of ₫${figure}`;
  return language === 'vi' ? `đang nợ ${figure} ₫` : `owes ₫${figure}`;
}

/**
 * A refusal as whoever met it read it: the sentence of its code with its figures; the code itself
 * when nobody wrote a sentence. `cell` is JSON {code, details}.
 */
export function refusalSentence(cell: string, language: Language): string {
  const { code, details } = cellShape.parse(JSON.parse(cell));
  const template = catalogue.entry(code)?.[language];
  if (template === undefined) return code;
  return template.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const debt = name.endsWith(IN_WORDS) ? details[name.slice(0, -IN_WORDS.length)] : undefined;
    if (typeof debt === 'string' && FIGURE.test(debt)) return debtInWords(debt, language);
    const value = details[name];
    if (value === undefined || value === null) return '…';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return FIGURE.test(text) ? figureOf(text, language) : text;
  });
}
