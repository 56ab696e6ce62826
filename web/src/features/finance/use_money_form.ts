import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { focusNow } from '../../components/form/focus_now.ts';
import type { PayingAgencyFragment } from '../../gql/graphql.ts';
import { businessToday } from '../../lib/format.ts';
import { problemOf } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';
import type { Method } from './payment/PaymentStatus.tsx';

export interface MoneyValues {
  agency: PayingAgencyFragment | null;
  /** Whole đồng as digits; "" when empty. */
  amount: string;
  day: string;
  method: Method;
  reference: string;
  note: string;
}

export type MoneyField = keyof MoneyValues;

/** What both commands are told, beside their day. */
export type MoneyInput = ReturnType<typeof inputOf>;

/** Money that comes in or goes out: how it is recorded, and what its amount is at first. */
export interface MoneyDocument<Recorded> {
  record(
    client: ApolloClient,
    input: MoneyInput,
    day: string | null,
  ): Promise<Recorded | null | undefined>;
  /** Of the agency that was picked; null leaves what is there. */
  amountOf(agency: PayingAgencyFragment): string | null;
}

const fieldOf: Record<string, MoneyField | undefined> = {
  agency_id: 'agency',
  amount: 'amount',
  payment_date: 'day',
  refund_date: 'day',
  method: 'method',
  reference: 'reference',
  note: 'note',
};

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

/** The form's state and what the server says to it. */
export function useMoneyForm<Recorded>(
  agency: PayingAgencyFragment | null,
  document: MoneyDocument<Recorded>,
  onRecorded: (recorded: Recorded) => void,
) {
  const client = useApolloClient();
  const form = useForm<MoneyValues>({
    defaultValues: {
      agency,
      amount: agency ? (document.amountOf(agency) ?? '') : '',
      day: businessToday(),
      method: 'cash',
      reference: '',
      note: '',
    },
  });
  // Made once per intention: sending it again after a lost answer never makes a second document.
  const [clientKey, setClientKey] = useState(() => crypto.randomUUID());
  const [refusal, setRefusal] = useState<{ at: number; problem: Problem } | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  // Not a moment later: what a fast hand types next must not land in the field before.
  const focus = (name: MoneyField) => focusNow(form, name);
  const focusLater = (name: MoneyField) => {
    setTimeout(() => focus(name), 0);
  };
  const ask = () => {
    void form.handleSubmit(() => setAsking(true))();
  };

  /** Fields of a VALIDATION_ERROR; the first of them gets the focus. */
  function markFields({ details }: Problem) {
    const fields = Array.isArray(details['fields'])
      ? (details['fields'] as { path: string; reason: string; value?: string }[])
      : [];
    fields.toReversed().forEach(({ path, reason, value = '' }) => {
      const name = fieldOf[path];
      if (!name) return;
      form.setError(name, { type: 'server', message: `${reason} ${value}`.trim() });
      focusLater(name);
    });
  }

  async function confirm() {
    setBusy(true);
    try {
      const values = form.getValues();
      const recorded = await document.record(
        client,
        inputOf(values, clientKey),
        orNull(values.day),
      );
      setRefusal(null);
      if (recorded) onRecorded(recorded);
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
    pick: (picked: PayingAgencyFragment | null) => {
      form.setValue('agency', picked);
      form.clearErrors('agency');
      const amount = picked && document.amountOf(picked);
      if (amount !== null) form.setValue('amount', amount);
    },
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

export type MoneyFormState = ReturnType<typeof useMoneyForm>;
