import { businessToday } from '../../lib/format.ts';
import { useSession } from '../../lib/session.ts';

interface Document {
  status: string;
  createdBy: string;
  createdAt: string;
}

/**
 * Whose button it is to cancel a document of money; whether two pairs of eyes are asked for, the
 * database says.
 */
export function useMayCancel({ status, createdBy, createdAt }: Document) {
  const { can, user } = useSession();
  const isOwnOfToday =
    createdBy === user.id && businessToday(new Date(createdAt)) === businessToday();
  return status === 'confirmed' && (can('slip:cancel') || (can('finance:write') && isOwnOfToday));
}
