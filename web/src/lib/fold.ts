/**
 * Without accents and case, đ as d: the rule of the database's search, for lists that are in the
 * browser.
 */
export function fold(text: string) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
}
