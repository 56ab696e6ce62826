import { useSearchParams } from 'react-router';
import { CURSOR, useCursorPages } from '../../components/cursor_pages.ts';
import { businessToday } from '../../lib/format.ts';

/** How each is called in the address. */
export const paperNames = {
  from: 'tu',
  to: 'den',
  search: 'so',
  agencyId: 'dai-ly',
  status: 'trang-thai',
} as const;

type PaperFilter = Record<keyof typeof paperNames, string>;

/** What a list of payments, refunds or adjustments is narrowed by: it stands in the address. */
export function usePaperFilters() {
  const [params, setParams] = useSearchParams();
  const pages = useCursorPages();
  const value = (name: keyof typeof paperNames) => params.get(paperNames[name]) ?? '';
  const filter: PaperFilter = {
    from: value('from'),
    to: value('to'),
    search: value('search'),
    agencyId: value('agencyId'),
    status: value('status'),
  };
  const set = (change: Partial<PaperFilter>) =>
    setParams(
      (earlier) => {
        const next = new URLSearchParams(earlier);
        next.delete(CURSOR);
        for (const [name, given] of Object.entries(change) as [keyof PaperFilter, string][]) {
          if (given) next.set(paperNames[name], given);
          else next.delete(paperNames[name]);
        }
        return next;
      },
      { replace: true },
    );
  return {
    filter,
    set,
    pages,
    clear: () => set({ from: '', to: '', search: '', agencyId: '', status: '' }),
    isFiltered: Object.values(filter).some((given) => given !== ''),
  };
}

export type PaperFilters = ReturnType<typeof usePaperFilters>;

type Series = 'PC' | 'DC' | 'PT';

/** "12" → "PC-2026-000012" of this year; a whole number as it is written on paper. */
export function codeOf(series: Series, typed: string) {
  const text = typed.trim().toLocaleUpperCase('en');
  return /^\d{1,6}$/.test(text)
    ? `${series}-${businessToday().slice(0, 4)}-${text.padStart(6, '0')}`
    : text;
}

/**
 * The conditions of the address, for a document whose day is called so; undefined without any: the
 * server takes no empty filter.
 */
export function conditionsOf<Day extends string>(
  series: Series,
  day: Day,
  { from, to, search, agencyId }: PaperFilter,
) {
  const range = {
    ...(from ? { greaterThanOrEqualTo: from } : {}),
    ...(to ? { lessThanOrEqualTo: to } : {}),
  };
  return {
    ...(from || to ? ({ [day]: range } as Record<Day, typeof range>) : {}),
    ...(search ? { code: { equalTo: codeOf(series, search) } } : {}),
    ...(agencyId ? { agencyId: { equalTo: agencyId } } : {}),
  };
}
