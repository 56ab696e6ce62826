import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import type { Answers } from '../../components/questions/answers.ts';
import { focusNow } from '../../components/form/focus_now.ts';
import { useCommandForm } from '../../components/form/use_command_form.ts';
import type { PayingAgencyFragment } from '../../gql/graphql.ts';
import { businessToday } from '../../lib/format.ts';
import type { Method } from './payment/PaymentStatus.tsx';

interface MoneyValues {
  agency: PayingAgencyFragment | null;
  /** Whole đồng as digits; "" when empty. */
  amount: string;
  day: string;
  method: Method;
  reference: string;
  note: string;
}

/** What both commands are told, beside their day. */
export type MoneyInput = ReturnType<typeof inputOf>;

/** Money that comes in or goes out: how it is recorded, and what its amount is at first. */
export interface MoneyDocument<Recorded> {
  record(
    client: ApolloClient,
    input: MoneyInput,
    day: string | null,
    answers: Answers,
  ): Promise<Recorded | null | undefined>;
  /** Of the agency that was picked; null leaves what is there. */
  amountOf(agency: PayingAgencyFragment): string | null;
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

function inputOf({ agency, amount, method, reference, note }: MoneyValues, clientKey: string) {
  return {
    clientKey,
    agencyId: agency?.id ?? null,
    amount: orNull(amount),
    method,
    reference: orNull(reference),
    note: orNull(note),
  };
}

/** The form of money that comes in or goes out. */
export function useMoneyForm<Recorded>(
  agency: PayingAgencyFragment | null,
  document: MoneyDocument<Recorded>,
  onRecorded: (recorded: Recorded) => void,
) {
  const client = useApolloClient();
  const state = useCommandForm<MoneyValues, Recorded | null | undefined>({
    saved: {
      agency,
      amount: agency ? (document.amountOf(agency) ?? '') : '',
      day: businessToday(),
      method: 'cash',
      reference: '',
      note: '',
    },
    places: { names: { agencyId: 'agency', paymentDate: 'day', refundDate: 'day' } },
    asksFirst: true,
    send: (values, { clientKey, answers }) =>
      document.record(client, inputOf(values, clientKey), orNull(values.day), answers),
    onSent(recorded) {
      if (recorded) onRecorded(recorded);
    },
  });
  const { form } = state;
  return {
    ...state,
    toDate: () => focusNow(form, 'day', { isSelected: true }),
    pick: (picked: PayingAgencyFragment | null) => {
      form.setValue('agency', picked);
      form.clearErrors('agency');
      const amount = picked && document.amountOf(picked);
      if (amount !== null) form.setValue('amount', amount);
    },
    takeAmount: (amount: string) => {
      form.setValue('amount', amount);
      form.clearErrors('amount');
      state.dismiss();
      state.focusLater('amount');
    },
  };
}

export type MoneyFormState = ReturnType<typeof useMoneyForm>;
