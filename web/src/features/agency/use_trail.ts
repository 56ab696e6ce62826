import { useState } from 'react';

/** Pages inside a page: kept here, because the address belongs to the agency. */
export function useTrail(size: number) {
  const [trail, setTrail] = useState<string[]>([]);
  return {
    after: trail.at(-1) ?? null,
    isFirst: trail.length === 0,
    skipped: trail.length * size,
    goOn: (cursor: string) => setTrail([...trail, cursor]),
    goBack: () => setTrail(trail.slice(0, -1)),
  };
}
