import { createContext, useContext } from 'react';

/** Who is signed in, as /auth/login and /auth/me tell. */
export interface SessionUser {
  id: string;
  email: string;
  full_name: string;
  locale: string;
  roles: string[];
  scopes: string[];
  agencies: { id: string; code: string; name: string }[];
}

export interface SessionAnswer {
  user: SessionUser;
  demo?: boolean;
}

export const SessionContext = createContext<SessionAnswer | null>(null);

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
