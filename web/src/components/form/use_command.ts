import { useState } from 'react';
import { problemOf } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';

/** What the server says about one field of a VALIDATION_ERROR. */
export interface FieldProblem {
  reason: string;
  value?: string;
  limit?: string;
}

type FieldProblems = Record<string, FieldProblem | undefined>;

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** By field name; of a place inside a list (`role_codes.2`) the name of the list. */
function fieldsOf({ code, details }: Problem): FieldProblems {
  if (code !== 'VALIDATION_ERROR' || !Array.isArray(details['fields'])) return {};
  const fields = details['fields'] as (FieldProblem & { path: string })[];
  return Object.fromEntries(fields.map((field) => [camel(field.path.split('.')[0] ?? ''), field]));
}

/** One command to the server: its key, whether it is on its way, and what was said to it. */
export function useCommand() {
  // Made once per intention: sending it again after a lost answer never does it twice.
  const [clientKey, setClientKey] = useState(() => crypto.randomUUID());
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ at: number; problem: Problem } | null>(null);
  const [fields, setFields] = useState<FieldProblems>({});

  function refuse(problem: Problem) {
    setRefusal({ at: Date.now(), problem });
    setFields(fieldsOf(problem));
    // The first one was done after all and says something else now: this is another intention.
    if (problem.code === 'DUPLICATE_REQUEST') setClientKey(crypto.randomUUID());
  }

  return {
    isBusy,
    refusal,
    fields,
    /** What is seen to be wrong before asking the server. */
    mark: (found: FieldProblems) => {
      setFields(found);
      setRefusal(null);
    },
    unmark: (name: string) => setFields((earlier) => ({ ...earlier, [name]: undefined })),
    dismiss: () => setRefusal(null),
    send: async (act: (clientKey: string) => Promise<void>) => {
      setBusy(true);
      setFields({});
      try {
        await act(clientKey);
        setRefusal(null);
      } catch (error) {
        refuse(problemOf(error));
      } finally {
        setBusy(false);
      }
    },
  };
}

export type CommandState = ReturnType<typeof useCommand>;

/** The required fields that are empty. */
export function missing(values: Record<string, string>): FieldProblems | null {
  const empty = Object.entries(values).filter(([, text]) => text.trim() === '');
  return empty.length === 0
    ? null
    : Object.fromEntries(empty.map(([name]) => [name, { reason: 'required' }]));
}
