import { useQuery } from '@apollo/client/react';
import { ImportKindsDocument } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useFormat } from '../../../lib/use_format.ts';

/** What may come in as a file, in the language of the page. */
export function useImportKinds() {
  const { language } = useFormat();
  const { data, error, refetch } = useQuery(ImportKindsDocument);
  const nameOf = (named: { nameVi: string; nameEn: string }) =>
    language === 'en' ? named.nameEn : named.nameVi;
  const kinds =
    data
    && nodesOf(data.importKinds).map((kind) => ({
      code: kind.code,
      name: nameOf(kind),
      isOpen: kind.mayBringIn === true,
      columns: nodesOf(kind.columns).map((column) => ({ ...column, name: nameOf(column) })),
    }));
  return { kinds, error, retry: () => void refetch() };
}

export type Kind = NonNullable<ReturnType<typeof useImportKinds>['kinds']>[number];
