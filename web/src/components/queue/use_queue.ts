import { useState } from 'react';
import { useSelection } from '../use_selection.tsx';
import { useDecisions } from './use_decisions.ts';
import { useStandingRows } from './use_standing_rows.ts';

/** The row under the cursor; its place stays when the row is gone. */
interface Cursor {
  id: string | null;
  place: number;
}

/**
 * A list of work: which row the keys act on, which ones are chosen, what was decided. The cursor
 * goes on to the next row that waits once the one under it is decided on.
 */
export function useQueue<Row extends { id: string }>(rows: readonly Row[] | undefined) {
  const decisions = useDecisions(goOnFrom);
  const standing = useStandingRows(rows);
  const selection = useSelection();
  const [cursor, setCursor] = useState<Cursor>({ id: null, place: 0 });
  /** Counts moves by keys and decisions: the focus goes with them. */
  const [moves, setMoves] = useState(0);
  const [asked, setAsked] = useState<{ id: string; what: string } | null>(null);
  const lines = standing ?? [];
  const placeOf = (id: string | null) => lines.findIndex(({ row }) => row.id === id);
  const waits = (place: number) => {
    const line = lines[place];
    return line !== undefined && line.isWaiting && !decisions.outcomeOf(line.row.id);
  };
  const placeNow = ({ id, place }: Cursor) => {
    const found = placeOf(id);
    return found === -1 ? Math.min(place, Math.max(lines.length - 1, 0)) : found;
  };
  const place = placeNow(cursor);
  const current = lines[place]?.row;

  function goTo(next: number) {
    const line = lines[next];
    if (line) setCursor({ id: line.row.id, place: next });
  }

  /** The next row that waits after this place, or before it. */
  function nextFrom(from: number, by: 1 | -1) {
    let next = from + by;
    while (lines[next] && !waits(next)) next += by;
    return lines[next] ? next : -1;
  }

  function goOnFrom(id: string) {
    selection.set([id], false);
    setMoves((now) => now + 1);
    setAsked((now) => (now?.id === id ? null : now));
    setCursor((now) => {
      const at = placeNow(now);
      // somebody who went elsewhere meanwhile stays there
      if (lines[at]?.row.id !== id) return now;
      const after = nextFrom(at, 1);
      const next = after === -1 ? nextFrom(at, -1) : after;
      return next === -1 ? now : { id: lines[next]?.row.id ?? null, place: next };
    });
  }

  return {
    standing,
    decisions,
    selection,
    current,
    moves,
    goTo,
    show: (id: string) => goTo(placeOf(id)),
    step: (by: 1 | -1) => {
      goTo(nextFrom(place, by));
      setMoves(moves + 1);
    },
    isWaiting: (id: string) => waits(placeOf(id)),
    /** Which reason is being asked for the row under the cursor. */
    asking: asked && asked.id === current?.id ? asked.what : null,
    ask: (id: string, what: string | null) => {
      goTo(placeOf(id));
      setAsked(what === null ? null : { id, what });
    },
    chosen: lines.flatMap(({ row }, at) => (selection.keys.has(row.id) && waits(at) ? [row] : [])),
  };
}

export type Queue<Row extends { id: string }> = ReturnType<typeof useQueue<Row>>;
