import type { ApolloClient } from '@apollo/client';
import { AssignImportNamesDocument } from '../../../gql/graphql.ts';
import { isCreatable, type Creatable } from './missing.ts';

/** What a name of a file stands for; without a name it is taken back. */
export interface AssignedName {
  written: string;
  name: string | null;
  /** Of a territory, which another one may share its name with. */
  city: string | null;
}

/** Under which name they stand among the choices of a file. */
export const NAMES = 'names';

type Kept = Readonly<Record<string, Readonly<Record<string, Partial<AssignedName>>>>>;

/** Names that were assigned in a file, by column. */
export function assignedNames(
  choices: unknown,
): { column: Creatable; names: readonly AssignedName[] }[] {
  const kept = ((choices ?? {}) as Readonly<Record<string, unknown>>)[NAMES] as Kept | undefined;
  return Object.entries(kept ?? {}).flatMap(([column, names]) =>
    isCreatable(column)
      ? {
          column,
          names: Object.values(names).map(({ written = '', name = null, city = null }) => ({
            written,
            name,
            city,
          })),
        }
      : [],
  );
}

/** Says what names stand for, or takes it back; the file is read anew. */
export const assignNames = (
  client: ApolloClient,
  importId: string,
  column: Creatable,
  names: readonly AssignedName[],
  clientKey: string,
) =>
  client.mutate({
    mutation: AssignImportNamesDocument,
    variables: { input: { clientKey, importId, columnCode: column, names: [...names] } },
  });
