import { useRef, useState } from 'react';
import { problemOf } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';

/**
 * One command to the server: its key, whether it is on its way, and what was said to it. A form
 * uses `useCommandForm`; this alone is for a button.
 */
export function useCommand(firstKey?: string) {
  // One key for one intention: what is sent again after a lost answer is never done twice.
  const [startKey] = useState(() => firstKey ?? crypto.randomUUID());
  const clientKey = useRef(startKey);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ at: number; problem: Problem } | null>(null);

  return {
    isBusy,
    refusal,
    keyNow: () => clientKey.current,
    /** What is sent next is another intention, also when it says the same. */
    takeNewKey: () => {
      clientKey.current = crypto.randomUUID();
    },
    dismiss: () => setRefusal(null),
    /** `onRefused` runs with the refusal in one render: a dialog closes before it is shown. */
    async send(act: (clientKey: string) => Promise<void>, onRefused?: (problem: Problem) => void) {
      setBusy(true);
      try {
        await act(clientKey.current);
        clientKey.current = crypto.randomUUID();
        setRefusal(null);
      } catch (error) {
        const problem = problemOf(error);
        setRefusal({ at: Date.now(), problem });
        onRefused?.(problem);
      } finally {
        setBusy(false);
      }
    },
  };
}

/** What `CommandRefusal` shows: of a button, or of a form, which can be sent again. */
export interface CommandState {
  isBusy: boolean;
  refusal: { at: number; problem: Problem } | null;
  dismiss(): void;
}
