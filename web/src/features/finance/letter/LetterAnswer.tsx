import { useApolloClient } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormField } from '../../../components/form/FormField.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { useToast } from '../../../components/toasts.ts';
import { AnswerLetterDocument } from '../../../gql/graphql.ts';
import type { LetterRowFragment } from '../../../gql/graphql.ts';
import { businessToday } from '../../../lib/format.ts';

interface Props {
  letter: LetterRowFragment;
  onDone(): void;
  onClose(): void;
}

/** What an agency answered on its letter, as it came back on paper. */
export function LetterAnswer({ letter, onDone, onClose }: Props) {
  const { t } = useTranslation('letter');
  const client = useApolloClient();
  const toast = useToast();
  const name = letter.agency?.name ?? '';
  const state = useCommandForm({
    saved: { answeredDate: businessToday(), isAgreed: 'true', note: '' },
    check: ({ answeredDate, isAgreed, note }): Record<string, string> => ({
      ...(answeredDate === '' ? { answeredDate: 'required' } : {}),
      ...(isAgreed === 'false' && note.trim() === '' ? { note: 'required' } : {}),
    }),
    send: ({ answeredDate, isAgreed, note }, { clientKey }) =>
      client.mutate({
        mutation: AnswerLetterDocument,
        variables: {
          input: {
            clientKey,
            balanceLetterId: letter.id,
            answeredDate,
            isAgreed: isAgreed === 'true',
            note: note.trim() || null,
          },
        },
      }),
    onSent() {
      toast({ text: t('recorded', { name }) });
      onDone();
    },
  });
  return (
    <FormDialog of={state} title={t('recordOf', { name })} verb={t('record')} onClose={onClose}>
      <FormField of={state} name="answeredDate" label={t('signedOn')} kind="date" takesFocus />
      <FormField
        of={state}
        name="isAgreed"
        label={t('isAgreed')}
        choices={[
          { id: 'true', name: t('yes') },
          { id: 'false', name: t('no') },
        ]}
      />
      <FormField of={state} name="note" label={t('note')} kind="long" isOptional />
    </FormDialog>
  );
}
