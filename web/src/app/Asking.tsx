import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { onProofWanted, onSessionLost } from '../lib/session_fetch.ts';

type Answer = (isGiven: boolean) => void;
type Question = (answer: Answer) => ReactNode;

// Not on the way to the first page, but there before it is needed: without a connection it could
// not come.
const loadRelogin = () => import('./Relogin.tsx');
const loadStepUp = () => import('./StepUp.tsx');
const afterFirstPage = 1500;

/** Questions over whatever is being typed; the requests that wait for the answer then go on. */
export function Asking() {
  const [questions, setQuestions] = useState<readonly ReactNode[]>([]);
  useEffect(() => {
    const ask = (question: Question) =>
      new Promise<boolean>((resolve) => {
        const shown = question((isGiven) => {
          setQuestions((earlier) => earlier.filter((one) => one !== shown));
          resolve(isGiven);
        });
        setQuestions((earlier) => [...earlier, shown]);
      });
    onSessionLost(async () => {
      const { Relogin } = await loadRelogin();
      return ask((answer) => <Relogin key="relogin" onAnswer={answer} />);
    });
    onProofWanted(async (method) => {
      const { StepUp } = await loadStepUp();
      return ask((answer) => <StepUp key="proof" method={method} onAnswer={answer} />);
    });
    const timer = setTimeout(
      () => void Promise.allSettled([loadRelogin(), loadStepUp()]),
      afterFirstPage,
    );
    return () => clearTimeout(timer);
  }, []);
  return <>{questions}</>;
}
