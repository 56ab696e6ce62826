import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { CURSOR } from '../cursor_pages.ts';

/** Rows of 32, 40 or 48 pixels. */
export const DENSITIES = ['dense', 'usual', 'airy'] as const;
export type Density = (typeof DENSITIES)[number];
export const rowHeights: Readonly<Record<Density, number>> = { dense: 32, usual: 40, airy: 48 };

/** Columns that may be left out: all but the one that names the row. */
export const choosable = (
  columns: readonly { key: string; head: ReactNode }[],
  naming: string,
): readonly { key: string; name: string }[] =>
  columns.flatMap(({ key, head }) =>
    key === naming || typeof head !== 'string' ? [] : [{ key, name: head }],
  );

export interface Sort {
  key: string;
  isDown: boolean;
}

/** How the parts of a list are called in an address. */
const SORT = 'xep';
const HIDDEN = 'an';
const DENSITY = 'dong';

interface Options<Name extends string> {
  /** What the list is narrowed by, and how it is called in the address. */
  names: Readonly<Record<Name, string>>;
  /** Columns that it can be sorted by. */
  sortable: readonly string[];
}

/**
 * What a list shows stands in its address: what it is narrowed by, how it is sorted, its columns
 * and its density. Whoever gets the address sees the same list; the back button takes a step back.
 */
export function useListState<Name extends string>({ names, sortable }: Options<Name>) {
  const [params, setParams] = useSearchParams();
  const all = Object.entries(names) as [Name, string][];
  const filter = Object.fromEntries(
    all.map(([name, called]) => [name, params.get(called) ?? '']),
  ) as Record<Name, string>;

  function change(values: Readonly<Record<string, string>>) {
    setParams(
      (earlier) => {
        const next = new URLSearchParams(earlier);
        next.delete(CURSOR);
        for (const [called, value] of Object.entries(values)) {
          if (value) next.set(called, value);
          else next.delete(called);
        }
        return next;
      },
      { replace: true },
    );
  }

  const set = (values: Partial<Record<Name, string>>) =>
    change(
      Object.fromEntries(
        (Object.entries(values) as [Name, string][]).map(([name, value]) => [names[name], value]),
      ),
    );

  const sorted = params.get(SORT) ?? '';
  const key = sorted.replace(/^-/, '');
  const sort: Sort | null = sortable.includes(key) ? { key, isDown: sorted.startsWith('-') } : null;
  const hidden = new Set((params.get(HIDDEN) ?? '').split(',').filter(Boolean));
  const asked = params.get(DENSITY);

  return {
    filter,
    set,
    clear: () => set(Object.fromEntries(all.map(([name]) => [name, ''])) as Record<Name, string>),
    isFiltered: all.some(([name]) => filter[name] !== ''),
    sort,
    /** Down first, as the largest and the newest are looked for; then up; then as it was. */
    sortBy: (column: string) => {
      const isSame = sort?.key === column;
      change({ [SORT]: isSame ? (sort.isDown ? column : '') : `-${column}` });
    },
    hidden,
    setHidden: (column: string, isHidden: boolean) => {
      const next = new Set(hidden);
      if (isHidden) next.add(column);
      else next.delete(column);
      change({ [HIDDEN]: [...next].join(',') });
    },
    density: DENSITIES.find((one) => one === asked) ?? 'usual',
    setDensity: (density: Density) => change({ [DENSITY]: density === 'usual' ? '' : density }),
    /** The address as a view: all of it but the page. */
    view: viewOf(params),
    show: (view: string) => setParams(new URLSearchParams(view)),
  };
}

function viewOf(params: URLSearchParams) {
  const view = new URLSearchParams(params);
  view.delete(CURSOR);
  view.sort();
  return view.toString();
}

export type ListState<Name extends string> = ReturnType<typeof useListState<Name>>;
/** What the tools of a list need of it, whatever it is narrowed by. */
export type ListTools = Pick<
  ListState<string>,
  'hidden' | 'setHidden' | 'density' | 'setDensity' | 'view' | 'show'
>;
