import { useState } from 'react';
import { Pager } from '../../components/Pager.tsx';

/** Pages of a list inside a page: kept here, because the address belongs to the report. */
export function useTrail(subject: string) {
  const [trail, setTrail] = useState<{ subject: string; cursors: string[]; skipped: number }>({
    subject,
    cursors: [],
    skipped: 0,
  });
  const here = trail.subject === subject ? trail : { subject, cursors: [], skipped: 0 };
  return {
    after: here.cursors.at(-1) ?? null,
    isFirst: here.cursors.length === 0,
    skipped: here.skipped,
    goOn: (cursor: string, shown: number) =>
      setTrail({ subject, cursors: [...here.cursors, cursor], skipped: here.skipped + shown }),
    goBack: () => setTrail({ subject, cursors: here.cursors.slice(0, -1), skipped: 0 }),
  };
}

type Trail = ReturnType<typeof useTrail>;

/** The pager, when there is more than one page. */
export function MoreRows({
  trail,
  total,
  shown,
  next,
}: {
  trail: Trail;
  total: number;
  shown: number;
  next: string | null;
}) {
  if (next === null && trail.isFirst) return null;
  return <Pager pages={trail} total={total} shown={shown} next={next} />;
}
