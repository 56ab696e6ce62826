import type { ReactNode } from 'react';
import type { Answers } from './answers.ts';

export interface Choice {
  label: string;
  /** The same choice for all questions of this code, when there are many. */
  forAll?: string;
  answer: Answers;
}

/**
 * A question in words and what can be answered to it. One choice alone is something to be agreed
 * to.
 */
export interface QuestionWords {
  text: ReactNode;
  choices: readonly Choice[];
}
