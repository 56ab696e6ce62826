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
}

/** One thing that a command wants to be told, with its figures. */
export interface Question {
  code: string;
  figures: Record<string, unknown>;
}

/** The questions of a refusal; null when it is of another kind. */
export function questionsOf({ code, details }: Problem): Question[] | null {
  return code === 'CONFIRMATION_NEEDED' && Array.isArray(details['questions']) ? details['questions'] as Question[] : null;
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
    ...Object.assign({}, ...rounds) as Answers,
    ...(counted.length > 0 ? { counted } : {}),
    ...(acceptJumps.length > 0 ? { acceptJumps } : {}),
  };
}
