import { useLocation, useSearchParams } from 'react-router';

/**
 * The address holds the cursor, the history entry the cursors before it: lists page one way only.
 */
interface Step {
  cursor: string;
  skipped: number;
}

export interface CursorPages {
  after: string | null;
  isFirst: boolean;
  /** Rows before this page; null when the page was opened by its address. */
  skipped: number | null;
  goOn(cursor: string, shown: number): void;
  goBack(): void;
}

export const CURSOR = 'sau';

export function useCursorPages(): CursorPages {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation() as { state: { trail?: Step[] } | null };
  const after = params.get(CURSOR);
  const trail = after ? (state?.trail ?? []) : [];
  const here = trail.at(-1);

  function go(next: Step[]) {
    setParams(
      (earlier) => {
        const target = new URLSearchParams(earlier);
        const cursor = next.at(-1)?.cursor;
        if (cursor) target.set(CURSOR, cursor);
        else target.delete(CURSOR);
        return target;
      },
      { state: { trail: next } },
    );
  }

  const skipped = !after ? 0 : (here?.skipped ?? null);
  return {
    after,
    isFirst: !after,
    skipped,
    goOn: (cursor, shown) => go([...trail, { cursor, skipped: (skipped ?? 0) + shown }]),
    goBack: () => go(trail.slice(0, -1)),
  };
}

interface Connection<Row> {
  /** Left out by reports that tell it with their sums. */
  totalCount?: number;
  pageInfo: { hasNextPage: boolean; endCursor?: string | null | undefined };
  nodes: readonly (Row | null | undefined)[];
}

/** Rows and the way on of one page. */
export function pageOf<Row>(connection: Connection<Row> | null | undefined) {
  return {
    rows: connection?.nodes.filter((row): row is Row & {} => row !== null && row !== undefined),
    total: connection?.totalCount ?? 0,
    next: connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null,
  };
}
