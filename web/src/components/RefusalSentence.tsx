import { sentenceOf } from '../lib/catalogue.ts';
import type { Problem } from '../lib/problem.ts';
import { useFormat } from '../lib/use_format.ts';

/** What the catalogue says of a refusal, and what the server says of one that it does not know. */
export function RefusalSentence({ problem }: { problem: Problem }) {
  const { language } = useFormat();
  return (
    <>
      {sentenceOf(problem.code, { trace_id: problem.traceId, ...problem.details }, language)?.what
        ?? problem.message}
    </>
  );
}
