import { useState } from 'react';

export interface Standing<Row> {
  row: Row;
  /** False once it was decided on, by this person or another. */
  isWaiting: boolean;
}

const fresh = <Row>(rows: readonly Row[] | undefined): readonly Standing<Row>[] =>
  rows?.map((row) => ({ row, isWaiting: true })) ?? [];

/** What was there stays where it was; what is new comes last. */
function merged<Row extends { id: string }>(
  earlier: readonly Standing<Row>[],
  rows: readonly Row[],
): readonly Standing<Row>[] {
  const now = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(earlier.map(({ row }) => row.id));
  return [
    ...earlier.map(({ row }) => {
      const newest = now.get(row.id);
      return { row: newest ?? row, isWaiting: newest !== undefined };
    }),
    ...fresh(rows.filter(({ id }) => !known.has(id))),
  ];
}

/**
 * Rows that do not move by themselves: one that was decided on keeps its place while the queue is
 * open, so that the next press never meets another row. The same rows must come as the same array.
 */
export function useStandingRows<Row extends { id: string }>(rows: readonly Row[] | undefined) {
  const [seen, setSeen] = useState(rows);
  const [standing, setStanding] = useState(() => fresh(rows));
  if (rows !== seen) {
    setSeen(rows);
    if (rows) setStanding(merged(standing, rows));
  }
  return seen || standing.length > 0 ? standing : undefined;
}
