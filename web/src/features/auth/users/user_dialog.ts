import type { UserRowFragment } from '../../../gql/graphql.ts';
import type { RolesState } from './use_roles.ts';

/** What the dialog of every act on a user is given; no user: a new one. */
export interface UserDialogProps {
  user: UserRowFragment | null;
  roles: RolesState;
  onReload(): Promise<unknown>;
  onDone(): void;
  onClose(): void;
}
