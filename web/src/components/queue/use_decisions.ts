import { useRef, useState } from 'react';
import { problemOf } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';
import { mergedAnswers } from '../questions/answers.ts';
import type { Answers } from '../questions/answers.ts';

/** What became of a row, and how it is taken back while that is possible. */
export interface Outcome {
  text: string;
  undo?: Decision;
}

export interface Decision {
  /** The row that is decided on. */
  id: string;
  /** What is decided; with the row it is one intention. */
  act: string;
  send(clientKey: string, answers: Answers): Promise<Outcome>;
}

interface State {
  isBusy: boolean;
  refusal: { at: number; problem: Problem } | null;
  last: Decision;
  answers: Answers;
}

/**
 * Commands that decide on the rows of a queue, several at once: each row has its own refusal and
 * its own key, so that what is sent again after a lost answer is never done twice.
 */
export function useDecisions(onDecided: (id: string) => void) {
  const [states, setStates] = useState<Readonly<Record<string, State>>>({});
  const [outcomes, setOutcomes] = useState<Readonly<Record<string, Outcome>>>({});
  const keys = useRef(new Map<string, string>());
  const running = useRef(new Set<string>());

  function keyOf({ id, act }: Decision) {
    const intention = `${id} ${act}`;
    const key = keys.current.get(intention) ?? crypto.randomUUID();
    keys.current.set(intention, key);
    return key;
  }
  const forgetKey = ({ id, act }: Decision) => keys.current.delete(`${id} ${act}`);

  /** Runs it; undefined when it was refused, or is on its way already. */
  async function run(decision: Decision, answers: Answers = {}): Promise<Outcome | undefined> {
    const { id } = decision;
    if (running.current.has(id)) return undefined;
    running.current.add(id);
    const state = { last: decision, answers };
    setStates((all) => ({ ...all, [id]: { ...state, isBusy: true, refusal: null } }));
    try {
      const outcome = await decision.send(keyOf(decision), answers);
      forgetKey(decision);
      setStates((all) => ({ ...all, [id]: { ...state, isBusy: false, refusal: null } }));
      return outcome;
    } catch (error) {
      const refusal = { at: Date.now(), problem: problemOf(error) };
      setStates((all) => ({ ...all, [id]: { ...state, isBusy: false, refusal } }));
      return undefined;
    } finally {
      running.current.delete(id);
    }
  }

  function settle(id: string, outcome: Outcome) {
    setOutcomes((all) => ({ ...all, [id]: outcome }));
    onDecided(id);
  }

  async function decide(decision: Decision, answers?: Answers) {
    const outcome = await run(decision, answers);
    if (!outcome) return false;
    settle(decision.id, outcome);
    return true;
  }

  /** The row waits again. */
  async function takeBack(id: string) {
    const undo = outcomes[id]?.undo;
    if (!undo || !(await run(undo))) return;
    setOutcomes(({ [id]: _undone, ...rest }) => rest);
  }

  /** What the frame of a form needs of it, for `CommandRefusal` and `QuestionsOf`. */
  function of(id: string) {
    const state = states[id];
    const again = (answers: Answers) => {
      if (state) void decide(state.last, answers);
    };
    return {
      isBusy: state?.isBusy ?? false,
      refusal: state?.refusal ?? null,
      dismiss: () => {
        if (state) setStates((all) => ({ ...all, [id]: { ...state, refusal: null } }));
      },
      submit: () => again(state?.answers ?? {}),
      answer: (given: Answers) => again(mergedAnswers(state?.answers ?? {}, given)),
      sendAnew: () => {
        if (state) forgetKey(state.last);
        again(state?.answers ?? {});
      },
    };
  }

  return { decide, takeBack, settle, of, outcomeOf: (id: string) => outcomes[id] };
}

export type Decisions = ReturnType<typeof useDecisions>;
