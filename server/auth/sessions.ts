import type pg from 'pg';
import { asSignIn } from '../database/transactions.ts';
import { Refusal } from '../http/errors.ts';
import { passwordMatches } from './passwords.ts';
import { hashOf, newRefreshToken, type Identity } from './tokens.ts';

/** {id, email, full_name, locale, roles, scopes, agencies} as auth.session_user_profile gives it. */
export type Profile = Readonly<Record<string, unknown>>;
export type Opened = Readonly<{
  userId: string; sessionId: string; refreshToken: string; user: Profile;
}>;

type Visitor = Readonly<{ ip: string | undefined; userAgent: string | undefined }>;

/** Error: INVALID_CREDENTIALS, the same for an unknown, an inactive and a mistaken person. */
export async function signIn(
  pool: pg.Pool, email: string, password: string, visitor: Visitor,
): Promise<Opened> {
  const candidate = await asSignIn(pool, async (client) => {
    const { rows } = await client.query<{ user_id: string; password_hash: string }>(
      'select user_id::text, password_hash from auth.sign_in_candidate($1) where is_active', [email]);
    return rows[0];
  });
  const matches = await passwordMatches(candidate?.password_hash, password);
  if (!candidate || !matches) throw new Refusal('INVALID_CREDENTIALS');

  const refreshToken = newRefreshToken();
  return asSignIn(pool, async (client) => {
    const { rows } = await client.query<{ session_id: string }>(
      'select session_id from auth.open_session($1, $2, $3, $4)',
      [candidate.user_id, hashOf(refreshToken), visitor.ip, visitor.userAgent]);
    const sessionId = rows[0]?.session_id;
    const user = sessionId === undefined ? undefined : await profileOf(client, sessionId);
    if (sessionId === undefined || !user) throw new Refusal('INVALID_CREDENTIALS');
    return { userId: candidate.user_id, sessionId, refreshToken, user };
  });
}

/**
 * Exchanges a refresh token. `refreshToken` is undefined when the browser already holds the
 * successor: a second tab asked within the grace period. Error: INVALID_TOKEN.
 */
export async function refresh(
  pool: pg.Pool, presented: string,
): Promise<Omit<Opened, 'refreshToken'> & { refreshToken: string | undefined }> {
  const successor = newRefreshToken();
  const answer = await asSignIn(pool, async (client) => {
    const { rows } = await client.query<{ session_id: string; user_id: string; outcome: string }>(
      'select session_id, user_id::text, outcome from auth.rotate_session($1, $2)',
      [hashOf(presented), hashOf(successor)]);
    const family = rows[0];
    // no row may mean that a stolen family was ended just now, so the transaction must commit
    if (!family) return undefined;
    return { family, user: await profileOf(client, family.session_id) };
  });
  if (!answer?.user) throw new Refusal('INVALID_TOKEN');
  const { family, user } = answer;
  const refreshToken = family.outcome === 'rotated' ? successor : undefined;
  return { userId: family.user_id, sessionId: family.session_id, refreshToken, user };
}

export const endSession = (pool: pg.Pool, sessionId: string): Promise<void> =>
  asSignIn(pool, async (client) => {
    await client.query('select auth.end_session($1)', [sessionId]);
  });

/** Error: INVALID_TOKEN when the session is dead. */
export async function profile(pool: pg.Pool, sessionId: string): Promise<Profile> {
  const user = await asSignIn(pool, (client) => profileOf(client, sessionId));
  if (!user) throw new Refusal('INVALID_TOKEN');
  return user;
}

/** Whether the session of a token still lives; for what outlasts a request, such as a socket. */
export const sessionLives = (pool: pg.Pool, identity: Pick<Identity, 'sessionId' | 'userId'>): Promise<boolean> =>
  asSignIn(pool, async (client) => {
    const { rowCount } = await client.query(
      'select from auth.resume_session($1, $2)', [identity.sessionId, identity.userId]);
    return rowCount === 1;
  });

async function profileOf(client: pg.ClientBase, sessionId: string): Promise<Profile | undefined> {
  const { rows } = await client.query<{ user: Profile | null }>(
    'select auth.session_user_profile($1) as user', [sessionId]);
  return rows[0]?.user ?? undefined;
}
