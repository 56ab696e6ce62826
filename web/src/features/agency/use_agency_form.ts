import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useForm } from 'react-hook-form';
import { CreateAgencyDocument } from '../../gql/graphql.ts';
import type { CreateAgencyMutation } from '../../gql/graphql.ts';
import { problemOf } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';
import { forgetLists } from '../../lib/stale.ts';

const start = {
  name: '',
  agencyTypeId: '',
  districtId: '',
  representative: '',
  phone: '',
  email: '',
  address: '',
  ward: '',
  taxCode: '',
};

export type AgencyValues = typeof start;
export type AgencyField = keyof AgencyValues;
type Added = NonNullable<NonNullable<CreateAgencyMutation['createAgency']>['agency']>;

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function inputOf(values: AgencyValues, clientKey: string) {
  const filled = Object.entries(values).map(
    ([name, text]) => [name, text.trim() === '' ? null : text.trim()] as const,
  );
  return { clientKey, ...Object.fromEntries(filled) };
}

/** The form of a new agency and what the server says to it. */
export function useAgencyForm(onAdded: (agency: Added) => void) {
  const client = useApolloClient();
  const form = useForm<AgencyValues>({ defaultValues: start });
  // Made once per intention: sending it again after a lost answer never adds it twice.
  const [clientKey, setClientKey] = useState(() => crypto.randomUUID());
  const [refusal, setRefusal] = useState<{ at: number; problem: Problem } | null>(null);

  /** Fields of a VALIDATION_ERROR; the first of them gets the focus. */
  function markFields({ details }: Problem) {
    const fields = Array.isArray(details['fields'])
      ? (details['fields'] as { path: string; reason: string }[])
      : [];
    fields.toReversed().forEach(({ path, reason }) => {
      const name = camel(path) as AgencyField;
      if (!(name in start)) return;
      form.setError(name, { type: 'server', message: reason });
      setTimeout(() => form.setFocus(name), 0);
    });
  }

  async function send(values: AgencyValues, key = clientKey) {
    try {
      const { data } = await client.mutate({
        mutation: CreateAgencyDocument,
        variables: { input: inputOf(values, key) },
        update: forgetLists,
      });
      setRefusal(null);
      const agency = data?.createAgency?.agency;
      if (agency) onAdded(agency);
    } catch (error) {
      const problem = problemOf(error);
      setRefusal({ at: Date.now(), problem });
      if (problem.code === 'VALIDATION_ERROR') markFields(problem);
      // The first one was added after all and says something else now: this is another intention.
      if (problem.code === 'DUPLICATE_REQUEST') setClientKey(crypto.randomUUID());
    }
  }

  return {
    form,
    refusal,
    submit: (event?: FormEvent) => {
      void form.handleSubmit((values) => send(values))(event);
    },
  };
}

export type AgencyFormState = ReturnType<typeof useAgencyForm>;
