import { useSession } from '../../../lib/session.ts';

export type IssueKind = 'slip' | 'request';

/**
 * What this person writes: slips, as staff; requests that staff confirm, as an agency; or nothing.
 */
export function useIssueKind(): IssueKind | null {
  const { user, can } = useSession();
  if (can('inventory:write')) return 'slip';
  return user.roles.includes('agency') ? 'request' : null;
}
