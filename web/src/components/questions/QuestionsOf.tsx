import { lazy, Suspense } from 'react';
import type { Problem } from '../../lib/problem.ts';
import { questionsOf } from './answers.ts';
import type { Answers } from './answers.ts';

const Questions = lazy(async () => ({ default: (await import('./Questions.tsx')).Questions }));

interface Props {
  /** The form whose command was refused. */
  of: {
    isBusy: boolean;
    refusal: { at: number; problem: Problem } | null;
    answer(answers: Answers): void;
    dismiss(): void;
  };
  /** What is done with the answers. */
  verb: string;
}

/**
 * The questions of a refusal, when that is what it is. Loaded when somebody is asked. Stands beside
 * the form, never inside it: it is a form of its own.
 */
export function QuestionsOf({ of: { refusal, isBusy, answer, dismiss }, verb }: Props) {
  const questions = refusal && questionsOf(refusal.problem);
  if (!questions) return null;
  return (
    <Suspense>
      <Questions
        key={refusal.at}
        questions={questions}
        verb={verb}
        isBusy={isBusy}
        onAnswer={answer}
        onClose={dismiss}
      />
    </Suspense>
  );
}
