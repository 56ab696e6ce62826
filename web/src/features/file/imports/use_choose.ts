import { useApolloClient } from '@apollo/client/react';
import { useCommand } from '../../../components/form/use_command.ts';
import { ChooseForImportDocument } from '../../../gql/graphql.ts';

/** Decides something about a file, or takes it back without a way; the file is read anew. */
export function useChoose(importId: string, onChanged: () => void) {
  const client = useApolloClient();
  const command = useCommand();
  const choose = (choice: string, way: string | null) =>
    void command.send(async (clientKey) => {
      await client.mutate({
        mutation: ChooseForImportDocument,
        variables: { input: { clientKey, importId, choice, way } },
      });
      onChanged();
    });
  return { ...command, choose };
}
