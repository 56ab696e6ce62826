/**
 * Exact arithmetic for what is shown while typing. It previews; the database computes what counts.
 * Money: whole đồng as a string of digits. Quantity: at most three decimals.
 */

/** "1.234.567", "1,234,567 ₫", "1234567" → "1234567"; nothing typed → "". */
export function digitsOf(text: string) {
  return text.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
}

/** What was typed as a quantity, with a decimal point; null when it is not one. */
export function quantityOf(text: string) {
  const value = text.trim().replace(',', '.');
  return /^\d+(\.\d{1,3})?$/.test(value) ? value : null;
}

/** "3.000" → "3", "2.50" → "2.5", "10" → "10": as it would be typed. */
export function asTyped(quantity: string) {
  const [whole = '', decimals = ''] = quantity.split('.');
  let length = decimals.length;
  while (decimals[length - 1] === '0') length -= 1;
  return length === 0 ? whole : `${whole}.${decimals.slice(0, length)}`;
}

function thousandths(quantity: string) {
  const [whole = '0', decimals = ''] = quantity.split('.');
  return BigInt(whole) * 1000n + BigInt(decimals.padEnd(3, '0').slice(0, 3));
}

/** Quantity × price, rounded half up to whole đồng like the line total of the database. */
export function lineTotal(quantity: string, unitPrice: string | null | undefined) {
  const value = quantityOf(quantity);
  if (value === null || !unitPrice) return null;
  return ((thousandths(value) * BigInt(unitPrice) + 500n) / 1000n).toString();
}

export function sumDong(amounts: readonly (string | null | undefined)[]) {
  return amounts.reduce((sum, amount) => sum + BigInt(amount || '0'), 0n).toString();
}

/** The sum of quantities, with three decimals. */
export function sumQuantity(quantities: readonly string[]) {
  const sum = quantities.reduce((all, quantity) => all + thousandths(quantity), 0n);
  return `${sum / 1000n}.${String(sum % 1000n).padStart(3, '0')}`;
}

/** A decimal string of nothing. */
export function isZero(figure: string) {
  return /^-?0*(\.0*)?$/.test(figure);
}

/** How much of a whole, as a CSS percentage between 0% and 100%. For the width of bars only. */
export function percentOf(part: string, whole: string) {
  const [share, all] = [BigInt(part), BigInt(whole)];
  if (share <= 0n) return '0%';
  if (all <= 0n || share >= all) return '100%';
  const tenths = (share * 1000n) / all;
  return `${tenths / 10n}.${tenths % 10n}%`;
}

/** Đồng in millions with one decimal, rounded half up: "421261100" → "421.3". */
export function millionsOf(amount: string) {
  const size = BigInt(amount.replace('-', ''));
  const tenths = (size + 50_000n) / 100_000n;
  return `${amount.startsWith('-') ? '-' : ''}${tenths / 10n}.${tenths % 10n}`;
}

/** The larger of two amounts: what a bar must be able to show. */
export function largerOf(a: string, b: string) {
  return BigInt(a) > BigInt(b) ? a : b;
}

/** How many whole percent one amount is of another, rounded half up; 0 of nothing. */
export function wholePercent(part: string, whole: string) {
  const all = BigInt(whole);
  if (all <= 0n) return 0n;
  return (BigInt(part) * 200n + all) / (all * 2n);
}

/** What an agency has with us, from a debt below nothing; undefined when it has nothing. */
export const creditOf = (debt: string): string | undefined =>
  debt.startsWith('-') ? debt.slice(1) : undefined;
