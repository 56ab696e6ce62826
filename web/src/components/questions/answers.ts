import type { Problem } from '../../lib/problem.ts';

/** What somebody answers to the questions of a command: fields of its input. */
export interface Answers {
  /** Whether the count of an item included what the document moves. */
  counted?: { itemId: string; included: boolean }[];
  /** Prices that are right although they jump. */
  acceptJumps?: { itemId: string; price: string }[];
  /** The total that was looked at, in đồng. */
  acceptPrices?: string;
  keepPrices?: boolean;
  /** That it is none of those which it looks like. */
  despiteDuplicate?: boolean;
  /** Names of a file that differ in accents are meant. */
  acceptNames?: boolean;
  /**
   * Of a stock count whose books moved: what to write, over which books. No field of an input:
   * lines change by it.
   */
  moved?: { itemId: string; counted: string; seen: string }[];
}

/** One thing that a command wants to be told, with its figures. */
export interface Question {
  code: string;
  figures: Record<string, unknown>;
}

/**
 * The questions of a refusal; null when it is of another kind. Books that moved ask about each
 * item.
 */
export function questionsOf({ code, details }: Problem): Question[] | null {
  if (code === 'CONFIRMATION_NEEDED' && Array.isArray(details['questions']))
    return details['questions'] as Question[];
  if (code === 'STOCK_MOVED' && Array.isArray(details['items']))
    return (details['items'] as Question['figures'][]).map((figures) => ({ code, figures }));
  return null;
}

/** Of lists the last answer about an item counts. */
function byItem<Answer extends { itemId: string }>(answers: readonly Answer[]) {
  return [...new Map(answers.map((answer) => [answer.itemId, answer])).values()];
}

/** Answers of one round after another. */
export function mergedAnswers(...rounds: readonly Answers[]): Answers {
  const counted = byItem(rounds.flatMap((round) => round.counted ?? []));
  const acceptJumps = byItem(rounds.flatMap((round) => round.acceptJumps ?? []));
  return {
    ...(Object.assign({}, ...rounds) as Answers),
    ...(counted.length > 0 ? { counted } : {}),
    ...(acceptJumps.length > 0 ? { acceptJumps } : {}),
  };
}
