import { useCallback, useEffect, useRef, useState } from 'react';
import { documentKeys } from '../../components/form/form_keys.ts';
import { mergedAnswers } from '../../components/questions/answers.ts';
import type { Answers } from '../../components/questions/answers.ts';
import { problemOf } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';
import {
  emptyGoodsLine,
  isGoodsLineEmpty,
  lineHints,
  nameOf,
  reasonsOf,
  sentLines,
} from './goods_values.ts';
import type { FieldReasons, GoodsLine, LineField, SeenBook } from './goods_values.ts';

interface Options {
  hasPrice: boolean;
  /** Name of the date among the fields of the head. */
  dateField: string;
  headHints(): FieldReasons;
  /** Whether all is known that the question before booking says. Until then it waits. */
  isReady?(lines: readonly GoodsLine[]): boolean;
  /** Sends the command; what it throws is shown. */
  send(lines: readonly GoodsLine[], clientKey: string, answers: Answers): Promise<void>;
}

/** The lines of a receipt or of a count: typing, checking, asking, sending. */
export function useGoodsForm({
  hasPrice,
  dateField,
  headHints,
  isReady = () => true,
  send,
}: Options) {
  const inputs = useRef(new Map<string, HTMLInputElement>());
  const isSent = useRef(false);
  const [lines, setLines] = useState<readonly GoodsLine[]>(() => [emptyGoodsLine()]);
  const [reasons, setReasons] = useState<FieldReasons>({});
  const [goal, setGoal] = useState<{ name: string } | null>(null);
  // Made once per intention: sending it again after a lost answer never makes a second document.
  const [clientKey, setClientKey] = useState(() => crypto.randomUUID());
  const [refusal, setRefusal] = useState<{ at: number; problem: Problem } | null>(null);
  const [answers, setAnswers] = useState<Answers>({});
  /** How often somebody tried to send. */
  const [asked, setAsked] = useState(0);
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);

  // After the render that makes or shows the field, after a refusal took the focus and a closing
  // dialog gave it back.
  useEffect(() => {
    const input = goal ? inputs.current.get(goal.name) : undefined;
    input?.focus();
    // What stands in the date already is typed over, also by who is in it.
    if (goal?.name === dateField) input?.select();
  }, [goal, dateField]);
  const focus = (name: string) => setGoal({ name });
  const inputRef = (name: string) => (input: HTMLInputElement | null) => {
    if (input) inputs.current.set(name, input);
    else inputs.current.delete(name);
  };

  function forgive(...names: string[]) {
    setReasons((earlier) =>
      Object.fromEntries(Object.entries(earlier).filter(([name]) => !names.includes(name))),
    );
  }

  function mark(found: FieldReasons) {
    setReasons(found);
    const first = Object.keys(found)[0];
    if (first) focus(first);
    return first !== undefined;
  }

  function changeLine(line: GoodsLine, change: Partial<GoodsLine>) {
    setLines((earlier) => {
      const next = earlier.map((one) => (one.key === line.key ? { ...one, ...change } : one));
      const last = next.at(-1);
      return last && !isGoodsLineEmpty(last) ? [...next, emptyGoodsLine()] : next;
    });
    forgive(
      ...(Object.keys(change) as LineField[]).map((field) => nameOf(line, field)),
      nameOf(line, 'item'),
    );
  }

  function removeLine(line: GoodsLine) {
    const index = lines.findIndex(({ key }) => key === line.key);
    const next = lines[index + 1];
    if (!next) return;
    setLines(lines.filter(({ key }) => key !== line.key));
    focus(nameOf(next, 'item'));
  }

  function ask() {
    setAsked((earlier) => earlier + 1);
    if (!mark({ ...headHints(), ...lineHints(lines, hasPrice) })) setAsking(true);
  }

  /** Something that the question needs could not be read. */
  const miss = useCallback((names: readonly string[], reason: string) => {
    setAsking(false);
    setReasons(Object.fromEntries(names.map((name) => [name, reason])));
  }, []);

  const see = useCallback((books: ReadonlyMap<string, SeenBook>) => {
    setLines((earlier) =>
      earlier.map((line) => ({ ...line, seen: books.get(line.item?.id ?? '') ?? line.seen })),
    );
  }, []);

  async function post(given: Answers, typed = lines) {
    setBusy(true);
    setAnswers(given);
    try {
      await send(sentLines(typed), clientKey, given);
      setRefusal(null);
    } catch (error) {
      const problem = problemOf(error);
      setRefusal({ at: Date.now(), problem });
      setAsking(false);
      if (problem.code === 'VALIDATION_ERROR') mark(reasonsOf(problem.details, typed));
    } finally {
      setBusy(false);
    }
  }

  /** Sends again with what was asked for; of books that moved the lines say now what was told. */
  function answer({ moved = [], ...more }: Answers) {
    const next = lines.map((line) => {
      const told = moved.find(({ itemId }) => itemId === line.item?.id);
      return told && line.seen
        ? { ...line, figure: told.counted, seen: { ...line.seen, quantity: told.seen } }
        : line;
    });
    setLines(next);
    void post(mergedAnswers(answers, more), next);
  }

  return {
    lines,
    reasons,
    refusal,
    asked,
    see,
    miss,
    isAsking: isAsking && isReady(lines),
    isBusy,
    isSent,
    focus,
    inputRef,
    forgive,
    changeLine,
    removeLine,
    ask,
    confirm: () => {
      void post({});
    },
    answer,
    dismiss: () => setRefusal(null),
    stopAsking: () => setAsking(false),
    takeNewKey: () => {
      setClientKey(crypto.randomUUID());
      ask();
    },
    hasWork: () => !isSent.current && lines.some((line) => !isGoodsLineEmpty(line)),
    onKeyDown: documentKeys({ ask, toDate: () => focus(dateField) }),
    firstLine: () => {
      if (lines[0]) focus(nameOf(lines[0], 'item'));
    },
    nextLine: (line: GoodsLine) => {
      const next = lines[lines.findIndex(({ key }) => key === line.key) + 1];
      if (next) focus(nameOf(next, 'item'));
    },
  };
}

export type GoodsFormState = ReturnType<typeof useGoodsForm>;
