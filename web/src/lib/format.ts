/**
 * The one place where figures and dates become text. Money and quantities come as decimal strings.
 */
export type Language = 'vi' | 'en';

const TIME_ZONE = 'Asia/Ho_Chi_Minh';
const NONE = '–';
const tags = { vi: 'vi-VN', en: 'en-GB' } as const;

type Figure = string | bigint | null | undefined;

function grouped(value: string | bigint, language: Language, decimals: number) {
  const format = new Intl.NumberFormat(tags[language], { maximumFractionDigits: decimals });
  // Intl formats decimal strings exactly; a JavaScript number would round large amounts.
  return format.format(value as `${number}`).replace(/^-/, '−');
}

/** 2.092.800.000 (vi), 2,092,800,000 (en): whole đồng without the sign, for table columns. */
export function formatDong(value: Figure, language: Language) {
  return value === null || value === undefined ? NONE : grouped(value, language, 0);
}

/** 2.092.800.000 ₫ (vi), ₫2,092,800,000 (en). */
export function formatMoney(value: Figure, language: Language) {
  if (value === null || value === undefined) return NONE;
  const text = grouped(value, language, 0);
  if (language === 'vi') return `${text}\u00a0₫`;
  return text.startsWith('−') ? `−₫${text.slice(1)}` : `₫${text}`;
}

/** At most three decimals, as the database keeps them. */
export function formatQuantity(value: Figure, language: Language) {
  return value === null || value === undefined ? NONE : grouped(value, language, 3);
}

/** 2026-11-22 → 22/11/2026. A business date has no time zone, so it never becomes a Date. */
export function formatDate(value: string | null | undefined) {
  const parts = value?.slice(0, 10).split('-');
  return parts?.length === 3 ? `${parts[2]}/${parts[1]}/${parts[0]}` : NONE;
}

/** 22/11/2026 08:05 in Việt Nam, wherever the browser is. */
export function formatMoment(value: string | null | undefined) {
  if (!value) return NONE;
  const text = new Intl.DateTimeFormat('en-GB', {
    timeZone: TIME_ZONE,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(value));
  return text.replace(', ', ' ');
}

const spans = [
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
] as const;

/** "5 phút trước"; from a week on, the moment itself. */
export function formatAgo(value: string, language: Language, now = Date.now()) {
  const age = now - new Date(value).getTime();
  if (age >= 7 * 86_400_000) return formatMoment(value);
  const relative = new Intl.RelativeTimeFormat(tags[language], { numeric: 'auto' });
  const [unit, length] = spans.findLast(([, span]) => age >= span) ?? ['second', 1000];
  return relative.format(unit === 'second' ? 0 : -Math.floor(age / length), unit);
}

/** Today's business date. */
export function businessToday(now = new Date()) {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: TIME_ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now);
}
