import { useApolloClient } from '@apollo/client/react';
import { focusNow } from '../../../components/form/focus_now.ts';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { CreateAdjustmentDocument } from '../../../gql/graphql.ts';
import type { CreateAdjustmentMutation, PayingAgencyFragment } from '../../../gql/graphql.ts';
import { businessToday } from '../../../lib/format.ts';
import { forgetLists } from '../../../lib/stale.ts';

interface AdjustmentValues {
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

type Recorded = NonNullable<
  NonNullable<CreateAdjustmentMutation['createAdjustment']>['adjustment']
>;

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

/** The form of an adjustment, of the agency and the document in its address. */
export function useAdjustmentForm(
  agency: PayingAgencyFragment | null,
  corrects: string,
  onRecorded: (adjustment: Recorded) => void,
) {
  const client = useApolloClient();
  const state = useCommandForm<AdjustmentValues, Recorded | null | undefined>({
    saved: {
      agency,
      direction: 'down',
      amount: '',
      corrects,
      dueDate: '',
      day: businessToday(),
      reason: '',
    },
    places: {
      names: {
        agencyId: 'agency',
        openingDebtId: 'corrects',
        issueId: 'corrects',
        adjustmentDate: 'day',
      },
    },
    asksFirst: true,
    async send(values, { clientKey }) {
      const { data } = await client.mutate({
        mutation: CreateAdjustmentDocument,
        variables: { input: inputOf(values, clientKey) },
        update: forgetLists,
      });
      return data?.createAdjustment?.adjustment;
    },
    onSent(adjustment) {
      if (adjustment) onRecorded(adjustment);
    },
  });
  const { form } = state;
  return {
    ...state,
    toDate: () => focusNow(form, 'day', { isSelected: true }),
    takeAmount: (amount: string) => {
      form.setValue('amount', amount);
      form.clearErrors('amount');
      state.dismiss();
      state.focusLater('amount');
    },
  };
}

export type AdjustmentFormState = ReturnType<typeof useAdjustmentForm>;
