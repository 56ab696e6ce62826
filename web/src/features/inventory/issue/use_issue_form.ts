import { useFieldArray, useWatch } from 'react-hook-form';
import { focusNow } from '../../../components/form/focus_now.ts';
import { documentKeys } from '../../../components/form/form_keys.ts';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import type { IssueDraft } from './issue_draft.ts';
import { checkIssue, emptyLine, isLineEmpty, issuePlaces, isWorthKeeping } from './issue_values.ts';
import type { IssueValues } from './issue_values.ts';
import { shortOf } from './line_stock.ts';
import { mergedLines } from './pasted_lines.ts';
import type { AddedLine } from './pasted_lines.ts';
import { useDatedPrices } from './use_dated_prices.ts';
import { useSendIssue } from './use_send_issue.ts';
import type { PostedIssue } from './use_send_issue.ts';

/** The form of a slip or of a request: its lines, and what its keys do. */
export function useIssueForm(
  start: IssueDraft,
  isRequest: boolean,
  onPosted: (issue: PostedIssue) => void,
) {
  const state = useCommandForm<IssueValues, PostedIssue | null | undefined>({
    saved: start.values,
    check: checkIssue,
    places: issuePlaces,
    asksFirst: true,
    firstKey: start.clientKey,
    isWork: isWorthKeeping,
    send: useSendIssue(isRequest),
    onSent(issue) {
      if (issue) onPosted(issue);
    },
  });
  const { form, focusLater } = state;
  const lines = useFieldArray({ control: form.control, name: 'lines' });
  const { isDirty: isChanged } = form.formState;
  const values = useDatedPrices(useWatch({ control: form.control }) as IssueValues);

  function keepEmptyLine() {
    const last = form.getValues('lines').at(-1);
    if (!last || !isLineEmpty(last)) lines.append(emptyLine(), { shouldFocus: false });
  }

  function removeLine(index: number) {
    if (index >= form.getValues('lines').length - 1) return;
    lines.remove(index);
    form.clearErrors();
    focusLater(index === 0 ? 'lines.0.item' : `lines.${index - 1}.quantity`);
  }

  /** So many goods of a line as are in stock. */
  function takeWhatIsThere(index: number) {
    const short = shortOf(form.getValues('lines'), index);
    if (!short) return;
    form.setValue(`lines.${index}.quantity`, short.left, { shouldDirty: true });
    focusLater(`lines.${index}.quantity`);
  }

  /** Lines from elsewhere: more of an item that is there already is added to its line. */
  function addLines(added: readonly AddedLine[]) {
    lines.replace([...mergedLines(form.getValues('lines'), added), emptyLine()]);
    form.clearErrors();
    focusLater(`lines.${form.getValues('lines').length - 1}.item`);
  }

  /** Free goods have no price to name. */
  function setFree(index: number, isFree: boolean) {
    form.setValue(`lines.${index}.isFree`, isFree, { shouldDirty: true });
    if (isFree) form.setValue(`lines.${index}.named`, null);
    form.clearErrors(`lines.${index}`);
  }

  return {
    ...state,
    lines,
    values,
    isRequest,
    isChanged,
    hasWork: () => isChanged && state.hasWork(),
    keepEmptyLine,
    removeLine,
    setFree,
    takeWhatIsThere,
    addLines,
    onKeyDown: documentKeys({
      ask: state.submit,
      toDate: () => focusNow(form, isRequest ? 'wantedDate' : 'issueDate', { isSelected: true }),
    }),
    /** So much is paid on the spot. */
    collect: (paidNow: string) => {
      form.setValue('paidNow', paidNow, { shouldDirty: true });
      state.dismiss();
      focusLater('paidNow');
    },
  };
}

export type IssueFormState = ReturnType<typeof useIssueForm>;
