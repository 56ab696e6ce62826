import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { focusNow } from '../../components/focus_now.ts';
import { CreatePaymentDocument } from '../../gql/graphql.ts';
import type { CreatePaymentMutation, PayingAgencyFragment } from '../../gql/graphql.ts';
import { businessToday } from '../../lib/format.ts';
import { problemOf } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';
import { forgetLists } from '../../lib/stale.ts';
import type { Method } from './PaymentStatus.tsx';

export interface PaymentValues {
  agency: PayingAgencyFragment | null;
  /** Whole đồng as digits; "" when empty. */
  amount: string;
  paymentDate: string;
  method: Method;
  reference: string;
  note: string;
}

export type PaymentField = keyof PaymentValues;
type Recorded = NonNullable<NonNullable<CreatePaymentMutation['createPayment']>['payment']>;

const fieldOf: Record<string, PaymentField | undefined> = {
  agency_id: 'agency', amount: 'amount', payment_date: 'paymentDate', method: 'method', reference: 'reference', note: 'note',
};

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

function inputOf({ agency, amount, paymentDate, method, reference, note }: PaymentValues, clientKey: string) {
  return {
    clientKey, agencyId: agency?.id ?? null, amount: orNull(amount), paymentDate: orNull(paymentDate), method,
    reference: orNull(reference), note: orNull(note),
  };
}

/** The form's state and what the server says to it. */
export function usePaymentForm(agency: PayingAgencyFragment | null, onRecorded: (payment: Recorded) => void) {
  const client = useApolloClient();
  const form = useForm<PaymentValues>({
    defaultValues: { agency, amount: '', paymentDate: businessToday(), method: 'cash', reference: '', note: '' },
  });
  // Made once per intention: sending it again after a lost answer never makes a second payment.
  const [clientKey, setClientKey] = useState(() => crypto.randomUUID());
  const [refusal, setRefusal] = useState<{ at: number; problem: Problem } | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  // Not a moment later: what a fast hand types next must not land in the field before.
  const focus = (name: PaymentField) => focusNow(form, name);
  const focusLater = (name: PaymentField) => { setTimeout(() => focus(name), 0); };
  const ask = () => { void form.handleSubmit(() => setAsking(true))(); };

  /** Fields of a VALIDATION_ERROR; the first of them gets the focus. */
  function markFields({ details }: Problem) {
    const fields = Array.isArray(details['fields']) ? details['fields'] as { path: string; reason: string }[] : [];
    fields.toReversed().forEach(({ path, reason }) => {
      const name = fieldOf[path];
      if (!name) return;
      form.setError(name, { type: 'server', message: reason });
      focusLater(name);
    });
  }

  async function confirm() {
    setBusy(true);
    try {
      const input = inputOf(form.getValues(), clientKey);
      const { data } = await client.mutate({ mutation: CreatePaymentDocument, variables: { input }, update: forgetLists });
      setRefusal(null);
      const payment = data?.createPayment?.payment;
      if (payment) onRecorded(payment);
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
    form, refusal, isAsking, isBusy, focus, focusLater, ask,
    toDate: () => focusNow(form, 'paymentDate', { isSelected: true }),
    confirm: () => { void confirm(); },
    stopAsking: () => setAsking(false),
    takeAmount: (amount: string) => {
      form.setValue('amount', amount);
      form.clearErrors('amount');
      setRefusal(null);
      focusLater('amount');
    },
    takeNewKey: () => { setClientKey(crypto.randomUUID()); ask(); },
  };
}

export type PaymentFormState = ReturnType<typeof usePaymentForm>;
