import { lazy, Suspense } from 'react';
import type { Problem } from '../../lib/problem.ts';
import { questionsOf } from './answers.ts';
import type { QuestionsProps } from './Questions.tsx';

const Questions = lazy(async () => ({ default: (await import('./Questions.tsx')).Questions }));

/** The questions of a refusal, when that is what it is. Loaded when somebody is asked. */
export function QuestionsOf({
  refusal,
  ...rest
}: Omit<QuestionsProps, 'questions'> & { refusal: { at: number; problem: Problem } | null }) {
  const questions = refusal && questionsOf(refusal.problem);
  if (!questions) return null;
  return (
    <Suspense>
      <Questions key={refusal.at} questions={questions} {...rest} />
    </Suspense>
  );
}
