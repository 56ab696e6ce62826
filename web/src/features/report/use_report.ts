import { useSearchParams } from 'react-router';
import { CURSOR, useCursorPages } from '../../components/cursor_pages.ts';
import { businessToday } from '../../lib/format.ts';

export const PAGE = 50;

type Name = 'thang' | 'tu' | 'den' | 'luc' | 'q';

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** What the address asks of a report; what is missing or no date is the present. */
export function useReport() {
  const [params, setParams] = useSearchParams();
  const pages = useCursorPages();
  const today = businessToday();
  const day = (name: Name, otherwise: string) => {
    const text = params.get(name) ?? '';
    return isDay(text) ? text : otherwise;
  };
  const month = day('thang', `${today.slice(0, 7)}-01`);
  const to = day('den', today);
  // what a person types is a time in Việt Nam, all year UTC+7
  const known = params.get('luc') ?? '';
  const knownAt =
    known && !Number.isNaN(Date.parse(`${known}:00+07:00`)) ? `${known}:00+07:00` : null;
  const set = (name: Name, value: string) =>
    setParams(
      (earlier) => {
        const next = new URLSearchParams(earlier);
        next.delete(CURSOR);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return {
    today,
    month,
    to,
    from: day('tu', `${to.slice(0, 7)}-01`),
    known,
    knownAt,
    search: params.get('q') ?? '',
    set,
    pages,
    /** Variables every paged report takes. */
    page: { first: PAGE, after: pages.after, search: params.get('q') ?? null },
  };
}

export type ReportState = ReturnType<typeof useReport>;
