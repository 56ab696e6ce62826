import { useApolloClient } from '@apollo/client/react';
import type { ApolloClient } from '@apollo/client';
import { useState } from 'react';
import { PickItemsDocument } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { problemOf } from '../../../lib/problem.ts';
import type { Problem } from '../../../lib/problem.ts';
import type { PickedItem } from './issue_values.ts';
import { meantItem, readPasted } from './pasted_lines.ts';
import type { AddedLine, PastedLine } from './pasted_lines.ts';

/** As many as a slip has lines. */
export const MOST_LINES = 100;
/** Searches of one person at a time, which leaves room for what else the page asks. */
const AT_ONCE = 4;

export interface FoundLine extends PastedLine {
  /** Which line of what was pasted, from 0. */
  place: number;
  /** What it may mean, best first. */
  found: readonly PickedItem[];
  /** What it is taken for; null until somebody chooses, or when it is left out. */
  item: PickedItem | null;
}

async function look(
  client: ApolloClient,
  line: PastedLine & { place: number },
): Promise<FoundLine> {
  // without a quantity it is no line of goods
  if (line.quantity === null) return { ...line, found: [], item: null };
  const { data } = await client.query({
    query: PickItemsDocument,
    variables: { query: line.words },
    fetchPolicy: 'network-only',
  });
  const found = nodesOf(data?.searchItems);
  return { ...line, found, item: meantItem(line.words, found) };
}

/** What was pasted, as it is understood: read, looked up, and chosen where several are meant. */
export function usePasted() {
  const client = useApolloClient();
  const [lines, setLines] = useState<readonly FoundLine[] | null>(null);
  const [isLooking, setLooking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function read(text: string) {
    setLooking(true);
    setProblem(null);
    const meant = readPasted(text)
      .slice(0, MOST_LINES)
      .map((line, place) => ({ ...line, place }));
    const found: FoundLine[] = [];
    try {
      for (let start = 0; start < meant.length; start += AT_ONCE) {
        const some = meant.slice(start, start + AT_ONCE);
        found.push(...(await Promise.all(some.map((line) => look(client, line)))));
      }
      setLines(found);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setLooking(false);
    }
  }

  return {
    lines,
    isLooking,
    problem,
    read,
    choose: (place: number, item: PickedItem | null) =>
      setLines(lines?.map((line) => (line.place === place ? { ...line, item } : line)) ?? null),
    again: () => setLines(null),
  };
}

/** Lines that are added; what has no item or no quantity is left out. */
export const addedOf = (lines: readonly FoundLine[]): AddedLine[] =>
  lines.flatMap(({ item, quantity }) => (item && quantity ? [{ item, quantity }] : []));
