import type { Column, Language } from '../../../platform/sheets/column.ts';

/** 1234567 → 1.234.567 */
function dots(text: string): string {
  const [sign, digits] = text.startsWith('-') ? ['-', text.slice(1)] : ['', text];
  const first = digits.length % 3;
  const groups = [digits.slice(0, first), ...(digits.slice(first).match(/.{3}/g) ?? [])];
  return sign + groups.filter(Boolean).join('.');
}

/** Figures and dates as people write them here; other languages group by commas. */
export function shown(
  { kind }: Column,
  text: string | null | undefined,
  language: Language,
): string {
  if (text === null || text === undefined) return '';
  if (kind === 'date' || kind === 'moment')
    return `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)}${text.slice(10, 16)}`;
  if (kind === 'text') return text;
  const [whole = '', rest] = text.split('.');
  const grouped = language === 'vi' ? dots(whole) : dots(whole).replaceAll('.', ',');
  return rest === undefined ? grouped : `${grouped}${language === 'vi' ? ',' : '.'}${rest}`;
}
