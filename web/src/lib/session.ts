import { createContext, useContext } from 'react';

/** How far somebody's second factor is, and whether this session has passed it. */
interface SecondFactor {
  is_enrolled: boolean;
  /** A role of theirs asks for it. */
  is_required: boolean;
  is_confirmed: boolean;
  recovery_codes_left: number;
}

/** Who is signed in, as /auth/login and /auth/me tell. */
interface SessionUser {
  id: string;
  email: string;
  full_name: string;
  locale: string;
  roles: string[];
  scopes: string[];
  agencies: { id: string; code: string; name: string }[];
  second_factor: SecondFactor;
}

export interface SessionAnswer {
  user: SessionUser;
  demo?: boolean;
}

/** Every request of theirs is refused until they have enrolled one. */
export const lacksSecondFactor = ({ user: { second_factor: factor } }: SessionAnswer) =>
  factor.is_required && !factor.is_confirmed;

export const SessionContext = createContext<SessionAnswer | null>(null);

/** Asks again who is signed in: something about the person has changed. */
export const ReloadSessionContext = createContext<() => Promise<void>>(() => Promise.resolve());

export const useReloadSession = () => useContext(ReloadSessionContext);

export function useSession() {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a SessionContext');
  const { user, demo = false } = session;
  return { user, demo, can: (scope: string) => user.scopes.includes(scope) };
}

/** The variable of every @include(if: $withMoney): the warehouse has no money columns. */
export function useWithMoney() {
  return useSession().can('finance:read');
}
