import { useQuery } from '@apollo/client/react';
import { RoleListDocument } from '../../../gql/graphql.ts';
import type { RoleRowFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useFormat } from '../../../lib/use_format.ts';

/** Every role and every right, with their names in the language of the screen. */
export function useRoles() {
  const { language } = useFormat();
  const { data, error, refetch } = useQuery(RoleListDocument, { fetchPolicy: 'cache-and-network' });
  const roles = data && nodesOf(data.listRoles);
  const nameOf = (role: RoleRowFragment) =>
    (language === 'vi' ? role.nameVi : role.nameEn) ?? role.code ?? '';
  return {
    roles,
    permissions:
      data
      && nodesOf(data.listPermissions).map(({ code, descriptionVi, descriptionEn }) => ({
        code: code ?? '',
        name: (language === 'vi' ? descriptionVi : descriptionEn) ?? code ?? '',
      })),
    nameOf,
    nameOfCode: (code: string) => {
      const role = roles?.find((one) => one.code === code);
      return role ? nameOf(role) : code;
    },
    error,
    reload: () => refetch(),
  };
}

export type RolesState = ReturnType<typeof useRoles>;

/** All roles as choices of a form. */
export const roleChoices = ({ roles, nameOf }: Pick<RolesState, 'roles' | 'nameOf'>) =>
  (roles ?? []).map((role) => ({ id: role.code ?? '', name: nameOf(role) }));
