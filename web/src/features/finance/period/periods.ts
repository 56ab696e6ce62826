import type { PeriodListQuery } from '../../../gql/graphql.ts';

type Period = NonNullable<NonNullable<PeriodListQuery['periods']>['nodes'][number]>;

export interface Month {
  /** Its first day. */
  month: string;
  state: 'open' | 'closed' | 'current';
  closedAt: string | null;
  reopenedAt: string | null;
  reason: string | null;
  /**
   * What may be done with it now: months close in order, and only the newest closed one opens
   * again.
   */
  act: 'close' | 'reopen' | null;
  /** Whether closing it is the first closing, which closes all before it. */
  isFirst: boolean;
}

const SHOWN = 12;

/** "2026-11-01" → "11/2026". */
export const monthText = (month: string) => `${month.slice(5, 7)}/${month.slice(0, 4)}`;

function monthsBefore(month: string, count: number) {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 - count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
}

/**
 * The last twelve months, newest first. A month nobody closed has no row, unless a later one is
 * closed.
 */
export function monthsOf(businessDate: string, periods: readonly Period[]): Month[] {
  const newestClosed =
    periods
      .filter(({ isClosed }) => isClosed)
      .map(({ month }) => month)
      .toSorted()
      .at(-1) ?? null;
  const current = `${businessDate.slice(0, 7)}-01`;
  return Array.from({ length: SHOWN }, (_, index) => {
    const month = monthsBefore(current, index);
    const row = periods.find((period) => period.month === month);
    const isClosed = newestClosed !== null && month <= newestClosed;
    const mayClose =
      month < current && (newestClosed === null || month === monthsBefore(newestClosed, -1));
    return {
      month,
      state: isClosed ? 'closed' : month === current ? 'current' : 'open',
      closedAt: isClosed ? (row?.closedAt ?? null) : null,
      reopenedAt: row?.reopenedAt ?? null,
      reason: row?.reason ?? null,
      act: month === newestClosed ? 'reopen' : mayClose ? 'close' : null,
      isFirst: newestClosed === null,
    };
  });
}
