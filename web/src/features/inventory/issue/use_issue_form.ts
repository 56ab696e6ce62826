import { zodResolver } from '@hookform/resolvers/zod';
import { useFieldArray, useForm, useWatch } from 'react-hook-form';
import { focusNow } from '../../../components/form/focus_now.ts';
import type { Problem } from '../../../lib/problem.ts';
import {
  emptyLine,
  fieldOf,
  isLineEmpty,
  issueHints,
  pricedIndexes,
  sentIndexes,
} from './issue_values.ts';
import type { FieldName, IssueValues } from './issue_values.ts';
import { useDatedPrices } from './use_dated_prices.ts';

interface FieldProblem {
  path: string;
  reason: string;
  value?: string;
}

/**
 * Fields keep the reason and its value; the sentence is made where it is shown, in the language of
 * the screen.
 */
export const reasonOf = (reason: string, value?: string) =>
  value === undefined ? reason : `${reason} ${value}`;

/** The form's state, its lines, and what its keys do. */
export function useIssueForm(start: IssueValues, isRequest: boolean) {
  const form = useForm<IssueValues>({
    defaultValues: start,
    resolver: zodResolver(issueHints) as never,
    shouldFocusError: true,
  });
  const lines = useFieldArray({ control: form.control, name: 'lines' });
  const { isDirty: isChanged } = form.formState;
  const values = useDatedPrices(useWatch({ control: form.control }) as IssueValues);

  /** What a fast hand types next must not land in the field before. */
  const moveTo = (name: FieldName) => focusNow(form, name);
  /**
   * Fields of a new line exist after the next render; a picker looks at what was picked until then.
   */
  const focus = (name: FieldName) => {
    setTimeout(() => form.setFocus(name), 0);
  };

  function keepEmptyLine() {
    const last = form.getValues('lines').at(-1);
    if (!last || !isLineEmpty(last)) lines.append(emptyLine(), { shouldFocus: false });
  }

  function removeLine(index: number) {
    if (index >= form.getValues('lines').length - 1) return;
    lines.remove(index);
    form.clearErrors();
    focus(`lines.${Math.max(0, index - 1)}.quantity`);
    if (index === 0) focus('lines.0.item');
  }

  /** Free goods have no price to name. */
  function setFree(index: number, isFree: boolean) {
    form.setValue(`lines.${index}.isFree`, isFree, { shouldDirty: true });
    if (isFree) form.setValue(`lines.${index}.named`, null);
    form.clearErrors(`lines.${index}`);
  }

  /** Marks the fields of a VALIDATION_ERROR; returns the first of them. */
  function markFields(problem: Problem): FieldName | null {
    const sent = sentIndexes(form.getValues('lines'));
    const priced = pricedIndexes(form.getValues('lines'));
    const fields = Array.isArray(problem.details['fields'])
      ? (problem.details['fields'] as FieldProblem[])
      : [];
    const marked = fields.flatMap(({ path, reason, value }) => {
      const name = fieldOf(path, sent, priced);
      if (name) form.setError(name, { type: 'server', message: reasonOf(reason, value) });
      return name ? [name] : [];
    });
    if (marked[0]) focus(marked[0]);
    return marked[0] ?? null;
  }

  return {
    form,
    lines,
    values,
    isRequest,
    isChanged,
    focus,
    moveTo,
    keepEmptyLine,
    removeLine,
    setFree,
    markFields,
  };
}

export type IssueFormState = ReturnType<typeof useIssueForm>;
