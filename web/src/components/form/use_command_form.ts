import { useCallback, useEffect, useRef, useState } from 'react';
import type { SyntheticEvent } from 'react';
import { get, set, useForm } from 'react-hook-form';
import type {
  DefaultValues,
  FieldPath,
  FieldValues,
  Resolver,
  UseFormReturn,
} from 'react-hook-form';
import type { Problem } from '../../lib/problem.ts';
import { refusedFields } from '../../lib/refused_fields.ts';
import { mergedAnswers } from '../questions/answers.ts';
import type { Answers } from '../questions/answers.ts';
import { focusNow } from './focus_now.ts';
import { placeOf } from './places.ts';
import type { Places } from './places.ts';
import { useCommand } from './use_command.ts';
import type { CommandState } from './use_command.ts';

/** Reasons by field of the form. */
export type Reasons = Readonly<Record<string, string>>;

/** What goes with the values of a form. */
export interface Sent {
  /** The same as long as it is the same intention. */
  clientKey: string;
  /** What was answered to the questions of the command. */
  answers: Answers;
}

interface Options<Values extends FieldValues, Result> {
  /** What is saved now, or what a new one begins with. */
  saved: Values;
  /**
   * What cannot be right, seen before the server is asked. Without it the fields say so themselves:
   * `FormField` asks for whatever is not optional.
   */
  check?(values: Values): Reasons;
  /** Where a refused place of the input is in this form, unless it goes by the same name. */
  places?: Places;
  /** True when figures are booked: the page asks once more before it sends. */
  asksFirst?: boolean;
  /** The key of a draft that was kept. */
  firstKey?: string;
  /** Whether what stands in the form would be a loss; else whatever differs from its beginning. */
  isWork?(values: Values): boolean;
  /** Takes out of the answers what changes fields of the form. */
  takeAnswers?(answers: Answers, form: UseFormReturn<Values>): Answers;
  /** Sends the command. What it throws is shown. */
  send(values: Values, sent: Sent): Promise<Result>;
  /** It is done: says so, and goes on or closes. */
  onSent(result: Result, values: Values): void;
}

/**
 * A form that sends one command: typing, checking, asking, sending, and what the server says to it.
 * Every form of the page is made with it; AgencyTypeForm is a short one to begin from.
 */
export function useCommandForm<Values extends FieldValues, Result>(
  options: Options<Values, Result>,
) {
  const { saved, check, places = {}, asksFirst = false, send, onSent } = options;
  const [opened] = useState(saved);
  const form = useForm<Values>({
    defaultValues: opened as DefaultValues<Values>,
    // a mark stays until its field is touched; nothing is marked while somebody types
    reValidateMode: 'onSubmit',
    ...(check ? { resolver: resolverOf(check) } : {}),
  });
  const command = useCommand(options.firstKey);
  const [isAsking, setAsking] = useState(false);
  const [last, setLast] = useState<{ values: Values; answers: Answers } | null>(null);
  const [firstMarked, setFirstMarked] = useState<FieldPath<Values> | null>(null);
  const [goal, setGoal] = useState<{ name: FieldPath<Values> } | null>(null);
  const isSent = useRef(false);
  const stopAsking = useCallback(() => setAsking(false), []);

  /** At once: what a fast hand types next must not land in the field before. */
  const focus = (name: FieldPath<Values>) => focusNow(form, name);
  /**
   * After the next render: for a field that comes with it, and after a refusal took the focus and a
   * closing dialog gave it back.
   */
  const focusLater = (name: FieldPath<Values>) => setGoal({ name });
  useEffect(() => {
    if (goal) focusNow(form, goal.name);
  }, [form, goal]);

  /** Marks what the server refused; the first of it gets the focus. */
  function mark(problem: Problem) {
    const values = form.getValues();
    const marked = refusedFields(problem).flatMap(({ path, reason, value, limit }) => {
      const name = placeOf(path, places, values) as FieldPath<Values> | null;
      if (name === null || get(values, name) === undefined) return [];
      form.setError(name, { type: reason, types: { value, limit } });
      return [name];
    });
    setFirstMarked(marked[0] ?? null);
    if (marked[0]) focusLater(marked[0]);
  }

  function post(values: Values, answers: Answers) {
    setLast({ values: structuredClone(values), answers });
    return command.send(
      async (clientKey) => {
        const result = await send(values, { clientKey, answers });
        isSent.current = true;
        onSent(result, values);
      },
      (problem) => {
        stopAsking();
        mark(problem);
      },
    );
  }

  function submit(event?: SyntheticEvent) {
    event?.preventDefault();
    if (command.isBusy) return;
    form.clearErrors();
    void form.handleSubmit((values) => (asksFirst ? setAsking(true) : post(values, {})))();
  }

  return {
    form,
    isBusy: command.isBusy,
    /** The refusal, with what it refused. */
    refusal: command.refusal && { ...command.refusal, values: last?.values ?? opened },
    dismiss: command.dismiss,
    keyNow: command.keyNow,
    firstMarked,
    focus,
    focusLater,
    /** Checks, and then sends, or asks first where figures are booked. */
    submit,
    isAsking,
    stopAsking,
    /** Yes to what was asked first. */
    confirm: () => {
      void post(form.getValues(), {});
    },
    /** Sends it again with what the command wanted to be told. */
    answer: (given: Answers) => {
      const more = options.takeAnswers?.(given, form) ?? given;
      void post(form.getValues(), mergedAnswers(last?.answers ?? {}, more));
    },
    /** As another command: the first one was done after all, and said something else. */
    sendAnew: () => {
      command.takeNewKey();
      submit();
    },
    /** What somebody else has saved in a field since the form was opened. */
    newerOf: (name: FieldPath<Values>): unknown => {
      const now: unknown = get(saved, name);
      return now === get(opened, name) || now === form.getValues(name) ? undefined : now;
    },
    /** Asked at the moment of leaving. */
    hasWork: () => {
      const values = form.getValues();
      return (
        !isSent.current
        && (options.isWork?.(values) ?? JSON.stringify(values) !== JSON.stringify(opened))
      );
    },
  };
}

export type CommandForm<Values extends FieldValues> = ReturnType<
  typeof useCommandForm<Values, unknown>
>;

/** What the frame of a form needs of it, whatever its fields are. */
export interface SentForm extends CommandState {
  submit(event?: SyntheticEvent): void;
  sendAnew(): void;
  answer(answers: Answers): void;
  hasWork(): boolean;
}

/** The reasons of a check as react-hook-form keeps them. */
function resolverOf<Values extends FieldValues>(
  check: (values: Values) => Reasons,
): Resolver<Values> {
  return (values) => {
    const reasons = Object.entries(check(values));
    if (reasons.length === 0) return { values, errors: {} };
    const errors = {};
    for (const [name, reason] of reasons) set(errors, name, { type: reason, message: '' });
    return { values: {}, errors };
  };
}
