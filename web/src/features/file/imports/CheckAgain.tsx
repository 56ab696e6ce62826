import { useApolloClient } from '@apollo/client/react';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { useCommand } from '../../../components/form/use_command.ts';
import { CheckImportAgainDocument } from '../../../gql/graphql.ts';

/** Checks a file once more: what it lacked may be there now. */
export function CheckAgain({ id, onChanged }: { id: string; onChanged(): void }) {
  const { t } = useTranslation('imports');
  const client = useApolloClient();
  const command = useCommand();
  const check = () =>
    void command.send(async (clientKey) => {
      await client.mutate({
        mutation: CheckImportAgainDocument,
        variables: { input: { clientKey, importId: id } },
      });
      onChanged();
    });
  return (
    <>
      <Button size="small" variant="outlined" disabled={command.isBusy} onClick={check}>
        {t('groups.again')}
      </Button>
      <CommandRefusal of={command} onOvertaken={onChanged} />
    </>
  );
}
