import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { focusNow } from '../../../components/form/focus_now.ts';
import { CreateAdjustmentDocument } from '../../../gql/graphql.ts';
import type { CreateAdjustmentMutation, PayingAgencyFragment } from '../../../gql/graphql.ts';
import { businessToday } from '../../../lib/format.ts';
import { problemOf } from '../../../lib/problem.ts';
import type { Problem } from '../../../lib/problem.ts';
import { forgetLists } from '../../../lib/stale.ts';

export interface AdjustmentValues {
  agency: PayingAgencyFragment | null;
  direction: 'down' | 'up';
  /** Whole đồng as digits; "" when empty. */
  amount: string;
  /** "" for none, `opening:<id>` or `issue:<id>`. */
  corrects: string;
  dueDate: string;
  day: string;
  reason: string;
}

export type AdjustmentField = keyof AdjustmentValues;
type Recorded = NonNullable<
  NonNullable<CreateAdjustmentMutation['createAdjustment']>['adjustment']
>;

const fieldOf: Record<string, AdjustmentField | undefined> = {
  agency_id: 'agency',
  direction: 'direction',
  amount: 'amount',
  opening_debt_id: 'corrects',
  issue_id: 'corrects',
  due_date: 'dueDate',
  adjustment_date: 'day',
  reason: 'reason',
};

const keyOf = (corrects: string, kind: 'opening' | 'issue') =>
  corrects.startsWith(`${kind}:`) ? corrects.slice(kind.length + 1) : null;

/** Only one upwards that stands alone is due on a day of its own. */
export const hasDueDate = ({
  direction,
  corrects,
}: Pick<AdjustmentValues, 'direction' | 'corrects'>) => direction === 'up' && corrects === '';

function inputOf(values: AdjustmentValues, clientKey: string) {
  const { agency, direction, amount, corrects, dueDate, day, reason } = values;
  return {
    clientKey,
    agencyId: agency?.id ?? null,
    direction,
    amount: amount || null,
    reason: reason.trim() || null,
    openingDebtId: keyOf(corrects, 'opening'),
    issueId: keyOf(corrects, 'issue'),
    dueDate: hasDueDate(values) && dueDate !== '' ? dueDate : null,
    // no day means the day of confirming, which may be a later one
    adjustmentDate: day === businessToday() ? null : day,
  };
}

/** The form's state and what the server says to it. */
export function useAdjustmentForm(
  agency: PayingAgencyFragment | null,
  corrects: string,
  onRecorded: (adjustment: Recorded) => void,
) {
  const client = useApolloClient();
  const form = useForm<AdjustmentValues>({
    defaultValues: {
      agency,
      direction: 'down',
      amount: '',
      corrects,
      dueDate: '',
      day: businessToday(),
      reason: '',
    },
  });
  // Made once per intention: sending it again after a lost answer never makes a second adjustment.
  const [clientKey, setClientKey] = useState(() => crypto.randomUUID());
  const [refusal, setRefusal] = useState<{ at: number; problem: Problem } | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const focus = (name: AdjustmentField) => focusNow(form, name);
  const focusLater = (name: AdjustmentField) => {
    setTimeout(() => focus(name), 0);
  };
  const ask = () => {
    void form.handleSubmit(() => setAsking(true))();
  };

  /**
   * Fields of a VALIDATION_ERROR with the figure of their limit; the first of them gets the focus.
   */
  function markFields({ details }: Problem) {
    const fields = Array.isArray(details['fields'])
      ? (details['fields'] as { path: string; reason: string; limit?: string; value?: string }[])
      : [];
    fields.toReversed().forEach(({ path, reason, value = '', limit = value }) => {
      const name = fieldOf[path];
      if (!name) return;
      form.setError(name, { type: 'server', message: `${reason} ${limit}`.trim() });
      focusLater(name);
    });
  }

  async function confirm() {
    setBusy(true);
    try {
      const variables = { input: inputOf(form.getValues(), clientKey) };
      const { data } = await client.mutate({
        mutation: CreateAdjustmentDocument,
        variables,
        update: forgetLists,
      });
      setRefusal(null);
      const adjustment = data?.createAdjustment?.adjustment;
      if (adjustment) onRecorded(adjustment);
    } catch (error) {
      const problem = problemOf(error);
      setRefusal({ at: Date.now(), problem });
      setAsking(false);
      if (problem.code === 'VALIDATION_ERROR') markFields(problem);
    } finally {
      setBusy(false);
    }
  }

  return {
    form,
    refusal,
    isAsking,
    isBusy,
    focus,
    focusLater,
    ask,
    toDate: () => focusNow(form, 'day', { isSelected: true }),
    confirm: () => {
      void confirm();
    },
    stopAsking: () => setAsking(false),
    takeAmount: (amount: string) => {
      form.setValue('amount', amount);
      form.clearErrors('amount');
      setRefusal(null);
      focusLater('amount');
    },
    takeNewKey: () => {
      setClientKey(crypto.randomUUID());
      ask();
    },
  };
}

export type AdjustmentFormState = ReturnType<typeof useAdjustmentForm>;
